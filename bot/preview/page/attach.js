// Files that come into a chat: dropped, pasted, or chosen with the paperclip.
// Its one rule: whatever way they came, they are sent the same way.

const PHOTO = /^image\/(png|jpe?g|webp|gif)$/;

/** How a file is sent: pictures as photos, all else as documents. */
export const kindOf = (file) => (PHOTO.test(file.type) ? "photo" : "document");

/** Call take(files) for the files that are given to the pane. */
export function takeFiles(pane, take) {
  const field = pane.querySelector("textarea");
  const chooser = pane.querySelector("input[type=file]");
  const zone = pane.querySelector(".drop");
  const given = (list) => {
    if (list.length) take([...list]);
  };

  pane.querySelector(".attach").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    given(chooser.files);
    chooser.value = "";
  });
  field.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    given(event.clipboardData.files);
  });

  // Each element on the way is entered and left: only the pane's own border counts.
  pane.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.hidden = false;
  });
  pane.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!pane.contains(relatedTarget)) zone.hidden = true;
  });
  pane.addEventListener("drop", (event) => {
    zone.hidden = true;
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    given(event.dataTransfer.files);
  });
}
