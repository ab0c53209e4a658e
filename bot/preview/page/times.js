// Times as a person reads them, in the person's own zone.
// Its one rule: seconds since 1970 come in, as the Bot API counts them.

const FORMATS = {
  clock: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "long", year: "numeric" },
  date: { day: "numeric", month: "short" },
  full: { dateStyle: "full", timeStyle: "medium" },
};
const formats = new Map();

export const clock = (seconds, zone) => formatted("clock", seconds, zone);

export const day = (seconds, zone) => formatted("day", seconds, zone);

export const full = (seconds, zone) => formatted("full", seconds, zone);

/** The time of something today, the date of anything else. */
export const clockOrDate = (seconds, now, zone) =>
  formatted(day(seconds, zone) === day(now, zone) ? "clock" : "date", seconds, zone);

function formatted(name, seconds, zone) {
  const key = `${name} ${zone}`;
  if (!formats.has(key)) formats.set(key, format(FORMATS[name], zone));
  return formats.get(key).format(seconds * 1000);
}

/** In this machine's own zone if the zone is missing, or one the browser does not know. */
function format(options, timeZone) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: timeZone ?? undefined });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat("en-GB", options);
  }
}
