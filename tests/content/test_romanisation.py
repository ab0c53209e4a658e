"""Hangul in Latin letters, by the rules of Revised Romanization and McCune–Reischauer."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.romanisation import Syllables, mccune_reischauer, revised
from bot.content.spellings import nearest_by_rule

REVISED = """
구미 gumi, 영동 yeongdong, 백암 baegam, 옥천 okcheon, 합덕 hapdeok, 호법 hobeop, 월곶 wolgot,
벚꽃 beotkkot, 한밭 hanbat, 구리 guri, 설악 seorak, 칠곡 chilgok, 임실 imsil, 울릉 ulleung,
대관령 daegwallyeong, 백마 baengma, 종로 jongno, 왕십리 wangsimni, 별내 byeollae, 신라 silla,
해돋이 haedoji, 같이 gachi, 굳히다 guchida, 좋고 joko, 놓다 nota, 낳지 nachi, 묵호 mukho,
집현전 jiphyeonjeon, 압구정 apgujeong, 낙동강 nakdonggang, 죽변 jukbyeon, 낙성대 nakseongdae,
합정 hapjeong, 팔당 paldang, 샛별 saetbyeol, 울산 ulsan, 독립문 dongnimmun, 광희문 gwanghuimun,
속리산 songnisan, 경복궁 gyeongbokgung, 극락전 geungnakjeon, 안압지 anapji, 불국사 bulguksa,
남한산성 namhansanseong, 현충사 hyeonchungsa, 오죽헌 ojukheon, 촉석루 chokseongnu, 종묘 jongmyo,
다보탑 dabotap, 독도 dokdo, 닭공장 dakgongjang, 없다 eopda, 없어 eopseo, 많아 mana, 앉다 anda,
좋소 joso, 꽃 kkot, 밖에 bakke, 강에 gange, 잃는 illeun, 꽂히다 kkochida, 앉히다 anchida
"""
# where spelling does not tell whether a word is a compound
REVISED_CHOICES = """
신문로 sinmullo sinmunno, 학여울 hagyeoul hangnyeoul, 알약 aryak allyak, 영업용 yeongeobyong
yeongeomnyong
"""
MCCUNE_REISCHAUER = """
라면 ramyŏn, 한글 han'gŭl, 북한 pukhan, 결혼 kyŏrhon, 관개 kwan'gae, 독립 tongnip, 종로 chongno,
신라 silla, 십리 simni, 놓다 not'a, 좋고 chok'o, 갈비 kalbi, 평양 p'yŏngyang, 김화군 kimhwagun,
대운하 taeunha, 전원회의 chŏnwŏnhoeŭi, 쉽게 shwipke, 꽃집 kkotchip, 값이 kapsi, 국어 kugŏ,
같이 kach'i, 대학교 taehakkyo, 백두산 paektusan, 압록강 amnokkang, 남북 nambuk, 서울 sŏul,
강에 kange, 가에 kaë, 오에 oë, 설날 sŏllal, 일본 ilbon, 물건 mulgŏn, 닭공장 takkongjang,
닭이 talgi, 옷소매 ossomae, 없어 ŏpsŏ, 공격 konggyŏk, 옷장 otchang, 뿌리 ppuri, 또 tto, 짜다 tchada,
지역간 chiyŏkkan, 로동당 rodongdang, 노동당 nodongdang, 창성련석 ch'angsŏngnyŏnsŏk
"""
MCCUNE_REISCHAUER_CHOICES = """
발전 palchŏn paljŏn, 발달 paltal paldal, 의견란 ŭigyŏllan ŭigyŏnnan
"""

System = Callable[[str], Iterator[Syllables]]


def pairs(table: str) -> list[tuple[str, list[str]]]:
    rows = (row.split() for row in table.split(","))
    return [(hangul, readings) for hangul, *readings in rows]


def read(system: System, hangul: str) -> list[str]:
    return ["".join(syllables) for syllables in system(hangul)]


@pytest.mark.parametrize(("hangul", "latin"), pairs(REVISED))
def test_revised_romanization_has_its_official_examples(hangul: str, latin: list[str]) -> None:
    assert read(revised, hangul)[:1] == latin


@pytest.mark.parametrize(("hangul", "latin"), pairs(MCCUNE_REISCHAUER))
def test_mccune_reischauer_follows_the_sound(hangul: str, latin: list[str]) -> None:
    assert read(mccune_reischauer, hangul)[:1] == latin


@pytest.mark.parametrize(
    ("system", "hangul", "latin"),
    [
        *((revised, *pair) for pair in pairs(REVISED_CHOICES)),
        *((mccune_reischauer, *pair) for pair in pairs(MCCUNE_REISCHAUER_CHOICES)),
    ],
)
def test_where_the_rules_leave_a_choice_every_reading_is_given(
    system: System, hangul: str, latin: list[str]
) -> None:
    assert read(system, hangul) == latin


def test_what_is_no_hangul_has_no_reading() -> None:
    with pytest.raises(ValueError, match="'x' is no syllable of Hangul"):
        next(revised("x"))


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8))
def test_every_word_has_a_syllable_for_each_of_its_own(word: str) -> None:
    for system in (revised, mccune_reischauer):
        syllables = next(system(word))

        assert len(syllables) == len(word)
        assert all(syllables)


@pytest.mark.parametrize(
    ("written", "hangul"),
    [
        ("Choego Inmin Hoeui", "최고인민회의"),
        ("Gimhwa-gun", "김화군"),
        ("Joseon Rodongdang", "조선로동당"),
        ("Joseon Nodongdang", "조선 노동당"),
        ("jibang gongeop gongjang", "지방공업공장"),
        ("bungnam gwangye", "북남관계"),
    ],
)
def test_words_may_be_divided_otherwise_than_in_hangul(written: str, hangul: str) -> None:
    assert nearest_by_rule(written, hangul, revised, is_split=True) == written


@pytest.mark.parametrize(
    ("written", "hangul"),
    [
        ("Ch'oego Inmin Hoeŭi", "최고인민회의"),
        ("Ch’oego Inmin Hoeŭi", "최고인민회의"),
        ("Chosǒn Chungang T'ongsin", "조선중앙통신"),
        ("Kimhwa-gun", "김화군"),
        ("Ch'ŏrwŏn-gun", "철원군"),
        ("pungnam kwan'gye", "북남관계"),
    ],
)
def test_apostrophes_carons_and_hyphens_are_as_the_author_likes(written: str, hangul: str) -> None:
    assert nearest_by_rule(written, hangul, mccune_reischauer, is_split=False) == written


@pytest.mark.parametrize(
    ("written", "hangul", "by_rule"),
    [
        ("Kimhwa-kun", "김화군", "kimhwa-gun"),
        ("Choson Rodongdang", "조선로동당", "chosŏn rodongdang"),
        ("sallimchip", "살림집", "sallimjip"),
        ("a b c d e", "김화군", "kimhwagun"),
        ("taeunha " * 30, "대운하" * 20, "taeunha" + "daeunha" * 19),
    ],
)
def test_what_differs_is_told_with_what_comes_closest(
    written: str, hangul: str, by_rule: str
) -> None:
    assert nearest_by_rule(written, hangul, mccune_reischauer, is_split=False) == by_rule
