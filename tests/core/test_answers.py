"""Which typed answers are right, which are nearly so, and what is said of those."""

import unicodedata
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.core.answers import Piece, Verdict, closest, difference, judge
from bot.core.hangul import keys, presses, visible

Kind = Literal["meaning", "romanization"]
# typed; what is accepted, and what else there is, each split by bars
Case = tuple[str, str, str]

AS_WRITTEN: list[Case] = [
    ("세종대왕", "세종대왕", ""),
    (unicodedata.normalize("NFD", "세종대왕"), "세종대왕", ""),
    ("세종대왕", unicodedata.normalize("NFD", "세종대왕"), ""),
    ("세종\u200b대왕", "세종대왕", ""),
    ("\ufeff세종대왕\u200e", "세종대왕", ""),
    ("\u2067세종대왕\u2069", "세종대왕", ""),
    ("세종대왕\0", "세종대왕", ""),
    ("세\u00ad종대왕", "세종대왕", ""),
    ("  세종대왕\n", "세종대왕", ""),
    ("세종\u3000대왕", "세종 대왕", ""),
    ("세종\u00a0 대왕", "세종 대왕", ""),
    ("「세종대왕」", "세종대왕", ""),
    ("『세종대왕』", "세종대왕", ""),
    ("《로동신문》", "로동신문", ""),
    ("〈로동신문〉", "로동신문", ""),
    ("«로동신문»", "로동신문", ""),
    ("“로동신문”", "로동신문", ""),
    ("‘로동신문’", "로동신문", ""),
    ('"로동신문".', "로동신문", ""),
    ("(로동신문)", "로동신문", ""),
    ("로동신문。", "로동신문", ""),
    ("로동신문!", "로동신문", ""),
    ("로동신문", "로동신문.", ""),
    ("- 로동신문", "로동신문", ""),
    ("노동신문", "로동신문|노동신문", ""),
    ("로동신문", "로동신문|노동신문", ""),
    ("녀성", "녀성|여성", ""),
    ("여성", "녀성|여성", ""),
    ("력사", "력사|역사", ""),
    ("訓民正音", "訓民正音", ""),
    ("\uf914", "樂", ""),
    ("훈민정음(訓民正音)", "훈민정음(訓民正音)", ""),
    ("ㅏ", "ㅏ", "ㅑ"),
    ("ﾡ", "ㄱ", "ㄲ"),
    ("ㄱㅏ", "ㄱㅏ", "가"),
    ("3·1 운동", "3ㆍ1 운동", ""),
    ("1446", "1446", ""),
    ("１４４６", "1446", ""),
    ("١٤٤٦", "1446", ""),
    ("1446.", "1446", ""),
    ("(1446)", "1446", ""),
    ("−5", "-5", "5"),
    (".5", ".5", "5"),
    ("５０％", "50%", "50"),
    ("joseon", "Joseon", ""),
    ("JOSEON", "Joseon", ""),
    ("Ｊｏｓｅｏｎ", "Joseon", ""),
    ("P’yŏngyang", "P'yŏngyang", ""),
    ("P‘yŏngyang", "P'yŏngyang", ""),
    ("P`yŏngyang", "P'yŏngyang", ""),
    ("Pʼyŏngyang", "P'yŏngyang", ""),
    ("P'yǒngyang", "P'yŏngyang", ""),
    ("P'YǑNGYANG", "P'yŏngyang", ""),
    ("P'yo\u0306ngyang", "P'yŏngyang", ""),
    ("P'yo\u030cngyang", "P'yŏngyang", ""),
    ("chǔche", "chŭche", ""),
    ("inter‑Korean", "inter-Korean", ""),
    ("inter–Korean", "inter-Korean", ""),
    ("Straße", "STRASSE", ""),
    ("태종", "태종", "태종|태조"),
    ("…", "…", ""),
    ("「」", "「」", ""),
]
WITH_OTHER_GAPS: list[Case] = [
    ("세종 대왕", "세종대왕", ""),
    ("세종대왕", "세종 대왕", "태종 대왕"),
    ("당중앙위원회", "당 중앙 위원회", ""),
    ("남북관계", "남북 관계", "북남 관계"),
    ("hunmin-jeongeum", "Hunminjeongeum", ""),
    ("Hunmin Jeongeum", "Hunmin-jeongeum", ""),
    ("interkorean", "inter-Korean", ""),
    ("당·정", "당정", ""),
    ("3·1운동", "3·1 운동", ""),
    ("6 25", "6·25", "625"),
    ("MG17", "MG-17", ""),
    ("kim jongun", "Kim Jong Un", "Kim Jong Il"),
]
WITHOUT_DIACRITICS: list[Case] = [
    ("Pyongyang", "P'yŏngyang", ""),
    ("Choson", "Joseon|Chosŏn", ""),
    ("chonsa", "ch'ŏnsa", ""),
    ("Chosŏn", "Choson", ""),
    ("Choson minjujuui", "Chosŏn Minjujuŭi", ""),
    ("wihayo", "wihayŏ", ""),
    ("T'ongsin", "Tongsin", ""),
    ("chan'gum", "chan'gŭm", ""),
    ("changum", "chan'gŭm", ""),
    ("cafe", "café", ""),
    ("aein", "aëin", ""),
]
ON_THE_OTHER_LAYOUT: list[Case] = [
    ("tpwhdeodhkd", "세종대왕", ""),
    ("Tpwhdeodhkd", "세종대왕", ""),
    ("TPWHDEODHKD", "세종대왕", ""),
    ("tpwhd eodhkd", "세종대왕", ""),
    ("tpwhdeodhkd.", "세종대왕", ""),
    ("fhehdtlsans", "노동신문|로동신문", ""),
    ("gnsalswjddma", "훈민정음", ""),
    ("wncp tktkd", "주체사상", ""),
    ("Rkcl", "까치", "가치"),
    ("rkcl", "가치", "까치"),
    ("tjdnf", "서울", ""),
    ("dlfrek", "읽다", "익다"),
    ("ekfr", "닭", "닥"),
    ("dPdml", "예의", ""),
    ("dKssud", "안녕", ""),
    ("kvkq", "K팝", ""),
    ("k", "ㅏ", "ㅑ"),
    ("ｔｐｗｈｄ", "세종", ""),
    ("세종대왕", "tpwhdeodhkd", ""),
    ("ㅔㅛㅐㅜㅎㅛㅁㅜㅎ", "Pyongyang", ""),
    ("ㅔㅛㅐㅜ효뭏", "Pyongyang", ""),
    ("ㅔㅛㅐㅜㅎㅛㅁㅜㅎ", "P'yŏngyang", ""),
    ("ㅖㅛㅐㅜㅎㅛㅁㅜㅎ", "Pyongyang", ""),
    ("ㅓㅐㄴ대ㅜ", "Joseon", "Goryeo"),
    ("ㅏㅑㅡ ㅓㅐㅜㅎ ㅕㅜ", "Kim Jong Un", "Kim Jong Il"),
]
WITH_SLIPS: list[Case] = [
    ("세종데왕", "세종대왕", ""),
    ("훈민정은", "훈민정음", ""),
    ("훔닌정음", "훈민정음", ""),
    ("훈민정으", "훈민정음", ""),
    ("훈민정으ㅁ", "훈민정음", ""),
    ("훈민 정은", "훈민정음", ""),
    ("조선중앙통싱", "조선중앙통신", ""),
    ("조선중앙텅싱", "조선중앙통신", ""),
    ("시정연셜", "시정연설", ""),
    ("전원회이", "전원회의", ""),
    ("라디ㅗ", "라디오", ""),
    ("갃수물", "각소수물", ""),
    ("ㅅㅔㅈㅗㅇㄷㅐㅇㅘㅇ", "세종대왕", "태종대왕"),
    ("Pyungyank", "Pyongyang", ""),
    ("Joeson", "Joseon", ""),
    ("Josen", "Joseon", ""),
    ("Josseon", "Joseon", ""),
    ("Jozeon", "Joseon", "Goryeo"),
    ("Chosan", "Chosŏn", ""),
    ("Hunminjeongum", "Hunminjeongeum", ""),
    ("Hunminjungeum", "Hunminjeongeum", ""),
    ("North Koera", "North Korea", "South Korea"),
    ("Kin Jong Un", "Kim Jong Un", "Kim Jong Il"),
    ("centrel comittee", "Central Committee", ""),
    ("Rodong Sinmin", "Rodong Sinmun", ""),
]
ANOTHER_WORD: list[Case] = [
    ("첵", "책", ""),
    ("불", "물", "불"),
    ("풀", "물", ""),
    ("딸", "달", ""),
    ("태종", "세종", "태종"),
    ("태조", "태종", "태조"),
    ("서욼", "서울", ""),
    ("ㅅㅓㅇㅜㄹ", "서울", ""),
    ("세정데왕", "세종대왕", ""),
    ("Chungjim", "Chongjin", ""),
    ("조선중앙텅싱", "조선중앙통신", "조선중앙텅신"),
    ("Hamgyong", "Hamgyŏn", "Hamgyŏng"),
    ("朝鮮民主主義人民共和團", "朝鮮民主主義人民共和國", ""),
    ("남북관계", "북남관계", ""),
    ("북남 관계", "남북 관계", ""),
    ("사회주이", "사회주의", "사회주이"),
    ("사회 주이", "사회주의", "사회주이"),
    ("반사회주의국가", "사회주의국가", ""),
    ("비사회주의", "사회주의", ""),
    ("조선민주주위", "조선민주주의공화국", "조선민주주의"),
    ("1447", "1446", ""),
    ("1 446", "1446", ""),
    ("5", "-5", ""),
    ("14", "1-4", ""),
    ("제8차대회", "제9차대회", ""),
    ("Room 39 offise", "Room 39 office", ""),
    ("訓民正意", "訓民正音", ""),
    ("太祖", "太宗", ""),
    ("아", "ㅏ", ""),
    ("가", "ㄱㅏ", ""),
    ("ㅑ", "ㅏ", ""),
    ("not 세종대왕", "세종대왕", ""),
    ("세종대왕이 아니다", "세종대왕", ""),
    ("세종대왕 세종대왕", "세종대왕", ""),
    ("no Hunminjeongeum", "Hunminjeongeum", ""),
    ("South Korea", "North Korea", ""),
    ("Kim Jong Un", "Kim Jong Il", ""),
    ("Kim Jong-il", "Kim Jong Un", "Kim Jong Il"),
    ("Kim Jong Ir", "Kim Jong Un", "Kim Jong Il"),
    ("Lee", "Lie", ""),
    ("Kang", "Kong", ""),
    ("Joseon", "Goryeo", ""),
    ("rkcl", "까치", ""),
    ("rkcl", "까치", "가치"),
    ("Rkcl", "가치", "까치"),
    ("ㅓㅐㄴ대ㅜ", "Goryeo", "Joseon"),
    ("", "세종대왕", ""),
    (" \u200b\ufeff", "세종대왕", ""),
    ("?!", "세종대왕", ""),
    ("?!", "…", ""),
    ("", "'", ""),
    ("", "-", ""),
    ("👍", "세종대왕", ""),
    ("セジョン", "세종대왕", ""),
]


def ask(case: Case, kind: Kind = "meaning") -> Verdict:
    typed, accept, others = case
    return judge(typed, accept.split("|"), others.split("|") if others else (), kind)


@pytest.mark.parametrize("kind", ["meaning", "romanization"])
@pytest.mark.parametrize("case", AS_WRITTEN)
def test_how_an_answer_was_written_down_makes_no_difference(case: Case, kind: Kind) -> None:
    assert ask(case, kind) is Verdict.RIGHT


@pytest.mark.parametrize("kind", ["meaning", "romanization"])
@pytest.mark.parametrize("case", WITH_OTHER_GAPS)
def test_spaces_and_hyphens_are_forgiven(case: Case, kind: Kind) -> None:
    assert ask(case, kind) is Verdict.RIGHT_SPACING


@pytest.mark.parametrize("case", WITHOUT_DIACRITICS)
def test_diacritics_are_forgiven_where_the_meaning_is_asked(case: Case) -> None:
    assert ask(case) is Verdict.RIGHT_DIACRITICS


@pytest.mark.parametrize("case", WITHOUT_DIACRITICS)
def test_diacritics_are_almost_right_where_the_romanization_is_asked(case: Case) -> None:
    assert ask(case, "romanization") is Verdict.ALMOST


@pytest.mark.parametrize("case", ON_THE_OTHER_LAYOUT)
def test_a_keyboard_that_was_on_the_other_layout_is_forgiven(case: Case) -> None:
    assert ask(case) is Verdict.KEYBOARD


@pytest.mark.parametrize("case", WITH_SLIPS)
def test_a_slip_in_a_long_word_is_almost_right(case: Case) -> None:
    assert ask(case) is Verdict.ALMOST


@pytest.mark.parametrize("case", ANOTHER_WORD)
def test_another_word_is_wrong(case: Case) -> None:
    assert ask(case) is Verdict.WRONG


@pytest.mark.parametrize(
    ("case", "kind", "expected"),
    [
        (("chŏnsa", "ch'ŏnsa", "chŏnsa"), "romanization", Verdict.WRONG),
        (("chŏnsa", "ch'ŏnsa", "chŏnsa"), "meaning", Verdict.WRONG),
        (("chŏn-sa", "ch'ŏnsa", "chŏnsa"), "romanization", Verdict.WRONG),
        (("chŏnsa", "ch'ŏnsa", ""), "romanization", Verdict.ALMOST),
        (("chonsa", "ch'ŏnsa", "chŏnsa"), "romanization", Verdict.ALMOST),
        (("ㅔㅛㅐㅜㅎㅛㅁㅜㅎ", "P'yŏngyang", ""), "romanization", Verdict.ALMOST),
        (("ㅔㅛㅐㅜㅎㅛㅁㅜㅎ", "Pyongyang", ""), "romanization", Verdict.KEYBOARD),
        (("큰집", "큰 집", "큰집"), "meaning", Verdict.WRONG),
        (("P'yŏnkyang", "P'yŏngyang", ""), "romanization", Verdict.ALMOST),
        (("Pyonkyang", "P'yŏngyang", ""), "romanization", Verdict.WRONG),
        (("Pyonkyang", "P'yŏngyang", ""), "meaning", Verdict.ALMOST),
        (("Hamhung", "Hamgyŏng", "Hamhŭng"), "meaning", Verdict.WRONG),
    ],
)
def test_leniency_ends_where_another_answer_begins(
    case: Case, kind: Kind, expected: Verdict
) -> None:
    assert ask(case, kind) is expected


@pytest.mark.parametrize(
    ("verdict", "expected"), [(one, one not in ("almost", "wrong")) for one in Verdict]
)
def test_all_but_the_wrong_and_the_almost_right_count(verdict: Verdict, expected: bool) -> None:
    assert verdict.counts is expected


@pytest.mark.parametrize("accept", [(), ("",), ("세종대왕",)])
def test_no_answer_is_no_answer(accept: tuple[str, ...]) -> None:
    assert judge("세종", accept) is Verdict.WRONG


# the first onset, vowel and coda of conjoining jamo, and how many there are of each
JAMO = ((0x1100, 19), (0x1161, 21), (0x11A8, 27))
syllables = st.integers(ord("가"), ord("힣")).map(chr)
korean = st.text(syllables, min_size=1, max_size=8)
long_korean = st.text(syllables, min_size=3, max_size=8)
romanized = st.text("abcdeghijklmnoprstuwyŏŭ' -", min_size=1, max_size=14)
answers = st.one_of(korean, romanized, st.text(min_size=1, max_size=8))
several = st.lists(answers, min_size=1, max_size=4)
kinds = st.sampled_from(["meaning", "romanization"])
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\ufe0f\0"


def with_a_slip(word: str, place: int, how: str, other: int) -> str:
    """The word with one letter typed otherwise; `other` numbers the letter in its place."""
    apart = unicodedata.normalize("NFD", word)
    place %= len(apart)
    here, after = apart[place], apart[place + 1 : place + 2]
    match how:
        case "another":
            first, count = next(one for one in JAMO if one[0] <= ord(here) < sum(one))
            slipped = apart[:place] + chr(first + other % count) + apart[place + 1 :]
        case "none":
            slipped = apart[:place] + apart[place + 1 :]
        case "twice":
            slipped = apart[:place] + here + apart[place:]
        case _:
            slipped = apart[:place] + after + here + apart[place + 2 :]
    return unicodedata.normalize("NFC", slipped)


@settings(deadline=None, max_examples=80)
@given(
    word=long_korean,
    place=st.integers(0, 23),
    how=st.sampled_from(["another", "none", "twice", "turned"]),
    other=st.integers(0, 26),
)
@example(word="라디오", place=4, how="none", other=0)
@example(word="훈민정음", place=2, how="turned", other=0)
def test_any_one_slip_in_three_syllables_or_more_is_almost_right(
    word: str, place: int, how: str, other: int
) -> None:
    slipped = with_a_slip(word, place, how, other)
    assume(slipped != word)

    assert judge(slipped, [word]) is Verdict.ALMOST
    assert judge(slipped, [word], [slipped]) is Verdict.WRONG
    assert judge(slipped, [word, slipped]) is Verdict.RIGHT


@settings(deadline=None, max_examples=60)
@given(
    word=st.text(syllables, min_size=1, max_size=2),
    place=st.integers(0, 5),
    how=st.sampled_from(["another", "none", "twice", "turned"]),
    other=st.integers(0, 26),
)
def test_no_slip_is_forgiven_in_one_or_two_syllables(
    word: str, place: int, how: str, other: int
) -> None:
    slipped = with_a_slip(word, place, how, other)
    assume(slipped != word)

    assert judge(slipped, [word]) is Verdict.WRONG


@settings(deadline=None, max_examples=50)
@given(accept=several, others=several, kind=kinds, data=st.data())
def test_each_accepted_form_is_right_and_each_other_is_wrong(
    accept: list[str], others: list[str], kind: Kind, data: st.DataObject
) -> None:
    right = data.draw(st.sampled_from(accept))
    wrong = data.draw(st.sampled_from(others))

    assert judge(right, accept, others, kind) is Verdict.RIGHT
    expected = judge(wrong, accept, (), kind)
    assert judge(wrong, accept, others, kind) is (
        Verdict.RIGHT if expected is Verdict.RIGHT else Verdict.WRONG
    )


@settings(deadline=None, max_examples=50)
@given(typed=answers, accept=several, others=several, kind=kinds, data=st.data())
def test_the_order_in_which_an_author_wrote_changes_no_verdict(
    typed: str, accept: list[str], others: list[str], kind: Kind, data: st.DataObject
) -> None:
    typed = data.draw(st.sampled_from([typed, accept[0] + "a", accept[-1][1:], others[0]]))
    expected = judge(typed, accept, others, kind)

    turned = judge(
        typed, data.draw(st.permutations(accept)), data.draw(st.permutations(others)), kind
    )

    assert turned is expected


@settings(deadline=None, max_examples=50)
@given(one=long_korean, two=long_korean, cut=st.integers(0, 8), kind=kinds)
def test_a_slip_is_as_far_from_an_answer_as_the_answer_from_the_slip(
    one: str, two: str, cut: int, kind: Kind
) -> None:
    two = one[:cut] + two[cut:]

    assert judge(one, [two], (), kind) is judge(two, [one], (), kind)


@settings(deadline=None, max_examples=50)
@given(word=korean)
def test_every_word_in_hangul_is_known_by_its_keys(word: str) -> None:
    pressed = keys(word)

    assert judge(pressed, [word]) is Verdict.KEYBOARD
    assert judge(word, [pressed]) is Verdict.KEYBOARD
    assert keys(presses(word)) == pressed


@settings(deadline=None, max_examples=50)
@given(typed=answers, accept=several, marks=st.lists(st.sampled_from(INVISIBLE), max_size=9))
def test_what_nobody_sees_changes_nothing(typed: str, accept: list[str], marks: list[str]) -> None:
    strewn = typed
    for place, mark in enumerate(marks):
        at = 7 * place % (len(strewn) + 1)
        strewn = strewn[:at] + mark + strewn[at:]

    assert judge(strewn, accept) is judge(typed, accept)


HOSTILE = [
    "",
    "\0",
    "\ud800",
    "\u200b" * 10_000,
    "세" * 10_000,
    "ᄀ" * 10_000,
    "a" * 10_000,
    "'" * 10_000,
    "\u0306" * 10_000,
    "-" * 150,
    "👩‍👩‍👧‍👦" * 20,
    "\u202eوانغ\u202c",
    "\u1160\u11a8",
    "ﷺ" * 100,
    "%s {0} <b>&amp;",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_raises(typed: str) -> None:
    assert judge(typed, ["세종대왕", "Sejong the Great"], ["태종"]) is Verdict.WRONG
    assert closest(typed, ["세종대왕"]) == "세종대왕"
    assert "".join(one.text for one in difference(typed, "세종대왕") if one.kind != "wrong") == (
        "세종대왕"
    )


@settings(deadline=None, max_examples=60)
@given(typed=st.text(max_size=30), accept=several, others=several, kind=kinds)
def test_no_text_makes_judging_raise(
    typed: str, accept: list[str], others: list[str], kind: Kind
) -> None:
    assert judge(typed, accept, others, kind) in Verdict
    assert closest(typed, accept) in accept


@pytest.mark.parametrize(
    ("typed", "right", "expected"),
    [
        ("세종데왕", "세종대왕", "세종 -데 +대 왕"),
        ("훈민정으", "훈민정음", "훈민정 -으 +음"),
        ("세종왕", "세종대왕", "세종 +대 왕"),
        ("세종대대왕", "세종대왕", "세종대 -대 왕"),
        ("데종데왕", "세종대왕", "-데 +세 종 -데 +대 왕"),
        ("Joeson", "Joseon", "Jo +s e -s on"),
        ("Pyongyang", "P'yŏngyang", "P +' y -o +ŏ ngyang"),
        ("ᄒᆞ글", "ᄒᆞᆫ글", "-ᄒᆞ +ᄒᆞᆫ 글"),
        ("세\u200b종", "세종", "세종"),
        (unicodedata.normalize("NFD", "세종"), "세종", "세종"),
        ("", "세종", "+세종"),
        ("세종", "", "-세종"),
        ("", "", ""),
    ],
)
def test_what_differs_is_shown_by_whole_letters(typed: str, right: str, expected: str) -> None:
    pieces = tuple(
        Piece(one[1:], "wrong" if one[0] == "-" else "missing")
        if one[0] in "-+"
        else Piece(one, "same")
        for one in expected.split()
    )

    assert difference(typed, right) == pieces


@settings(deadline=None, max_examples=60)
@given(typed=answers, right=answers)
def test_the_pieces_make_up_what_was_typed_and_what_is_right(typed: str, right: str) -> None:
    pieces = difference(typed, right)

    assert "".join(one.text for one in pieces if one.kind != "missing") == visible(typed)
    assert "".join(one.text for one in pieces if one.kind != "wrong") == visible(right)
    assert all(one.text for one in pieces)
    assert all(one.kind != two.kind for one, two in pairwise(pieces))
    mirrored = difference(right, typed)
    same = [sum(len(one.text) for one in way if one.kind == "same") for way in (pieces, mirrored)]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    ("typed", "accept", "expected"),
    [
        ("choson", ["Joseon", "Chosŏn"], "Chosŏn"),
        ("joson", ["Chosŏn", "Joseon"], "Joseon"),
        ("노동신뮨", ["로동신문", "노동신문"], "노동신문"),
        ("세종데왕", ["태종", "세종 대왕", "세종대왕"], "세종 대왕"),
        ("Pyongyang", ["Pyongyank", "P'yŏngyang"], "P'yŏngyang"),
        ("choson", ["Chosŏn", "Choson"], "Choson"),
        ("", ["나", "가"], "나"),
    ],
)
def test_the_closest_form_is_the_one_with_the_fewest_slips(
    typed: str, accept: list[str], expected: str
) -> None:
    assert closest(typed, accept) == expected


def test_there_is_no_closest_form_of_none() -> None:
    with pytest.raises(ValueError, match="empty"):
        closest("세종", [])
