"""Bylines, furniture and checks on pages in scripts other than Latin."""

import pytest

from newsfold import tables
from newsfold.clean.front import dateline
from newsfold.clean.line import byline, lines, signs
from newsfold.clean.paragraph import repair
from newsfold.clean.phrases import junk, naming
from newsfold.model import Reason
from tests.clean.papers import article, dump, rejected

ARTICLES = {
    "uk": (
        "Порт Лугового на три дні припинив поромне сполучення з островом через сильний вітер.",
        "Керівник порту Остап Верес сказав, що пасажирам повернуть гроші, а квитки можна обміняти.",
    ),
    "ru": (
        "Порт Лугового на три дня остановил паром на остров из-за сильного ветра и волн.",
        "Начальник порта Остап Верес сказал, что пассажирам вернут деньги, а билет можно обменять.",
    ),
    "ar": (
        "أوقف ميناء مرسى اللوز العبّارة إلى الجزيرة ثلاثة أيام بسبب الرياح القوية والأمواج العالية.",
        "وقال مدير الميناء إن الركاب سيستردون أموالهم وإن التذاكر يمكن أن تستبدل في أي وقت.",
    ),
    "zh": (
        "由于风浪过大，临江港周二宣布，开往北岛的渡轮将停航三天。",
        "港口负责人表示，旅客可以退票，也可以改签到下周的班次。",
    ),
    "ja": (
        "波戸岬港は強風と高波のため、島へ向かうフェリーを三日間運休すると発表した。",
        "港の責任者は、切符の払い戻しに応じるほか、来週の便に変更できると話した。",
    ),
}


def read(text: str, code: str) -> byline.Byline | None:
    """What a line of that language says as a byline."""
    known = tables.load()
    return byline.read(text, known.language(code), junk.phrases(known, code))


@pytest.mark.parametrize(
    ("code", "text", "names", "outlet", "day"),
    [
        (
            "zh",
            "2026-01-06 10:30 来源：北岸日报 作者：王明 编辑：李丽",
            ("王明",),
            "北岸日报",
            "2026-01-06",
        ),
        ("zh", "本报记者 王明 通讯员 李丽", ("王明", "李丽"), None, None),
        ("zh", "记者：王明 李丽", ("王明", "李丽"), None, None),
        ("zh", "文/王明", ("王明",), None, None),
        ("zh", "作者：安娜·李", ("安娜·李",), None, None),
        ("zh", "发布于2026年1月6日 星期二 10时30分", (), None, "2026-01-06"),
        ("zh", "阅读：1234　发布时间：2026-01-06", (), None, "2026-01-06"),
        ("ja", "取材・文＝山田太郎", ("山田太郎",), None, None),
        ("ja", "文：山田 太郎、佐藤花子", ("山田 太郎", "佐藤花子"), None, None),
        ("ja", "2026年1月6日(火) 午後3時 波戸岬新聞", (), "波戸岬新聞", "2026-01-06"),
        ("ar", "بقلم: هدى الشهابي", ("هدى الشهابي",), None, None),
        ("ar", "القاهرة - ٦ يناير ٢٠٢٦", (), None, "2026-01-06"),
        ("ar", "صحيفة المرسى | 6 يناير 2026 10:30 ص", (), "صحيفة المرسى", "2026-01-06"),
        ("ru", "Автор: Мария Ольхина, корреспондент отдела города", ("Мария Ольхина",), None, None),
        ("ru", "Источник: «Северные вести»", (), "Северные вести", None),
        ("ru", "6 января 2026 г. в 10:30", (), None, "2026-01-06"),
        (
            "uk",
            "Олена Лис і Ігор Верес — 06.01.2026",
            ("Олена Лис", "Ігор Верес"),
            None,
            "2026-01-06",
        ),
        ("uk", "Текст: Олена Лис та Ігор Верес", ("Олена Лис", "Ігор Верес"), None, None),
    ],
)
def test_bylines(
    code: str, text: str, names: tuple[str, ...], outlet: str | None, day: str | None
) -> None:
    """Names behind a label, the outlet and the day are read in each script's own form."""
    told = read(text, code)
    assert told is not None
    assert (told.names, told.outlet) == (names, outlet)
    assert [when.iso for when in told.dates] == ([day] if day else [])


def test_the_last_change_is_told_from_publication() -> None:
    """'آخر تحديث' and '更新日' mark the day of the last change."""
    arabic = read("نشر في: 6 يناير 2026 - آخر تحديث 7 يناير 2026", "ar")
    japanese = read("更新日：2026年1月7日", "ja")
    assert arabic is not None and japanese is not None
    assert [w.iso for w in (*arabic.published, *arabic.updated)] == ["2026-01-06", "2026-01-07"]
    assert (japanese.published, [w.iso for w in japanese.updated]) == ((), ["2026-01-07"])


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh", "记者王明从港务局获悉，渡轮停航。"),
        ("zh", "2026年1月6日，港务局宣布停航三天的消息让人吃惊"),
        ("ar", "كتب أحمد علي رسالة طويلة إلى مجلس المدينة قبل أن يغادر"),
        ("ru", "Автор снимка неизвестен, но он жив"),
        ("ru", "Главный редактор: Мария Ольхина"),
    ],
)
def test_prose_is_no_byline(code: str, text: str) -> None:
    """A sentence that opens with a label's word or holds a date stays one; an imprint too."""
    assert read(text, code) is None


@pytest.mark.parametrize("text", ["هدى الشهابي", "أخبار اقتصاد رياضة", "王 明", "新闻 体育"])
def test_no_name_without_capitals(text: str) -> None:
    """Where a script has no capitals, two words alone are not taken for a person."""
    assert not naming.is_name(text)
    assert naming.is_name("Олена Лис")


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("zh", "评论：12", "counter"),
        ("zh", "相关阅读：大桥通车十年", "read-more"),
        ("zh", "分享到朋友圈和微信好友", "share"),
        ("ja", "次の記事：港の朝市", "previous-next"),
        ("ja", "当サイトではクッキーを使用しています。", "cookie-notice"),
        ("ar", "لن يتم نشر عنوان بريدك الإلكتروني.", "comments"),
        ("ar", "شارك على فيسبوك", "share"),
        ("ru", "При цитировании материалов ссылка обязательна.", "legal"),
        ("uk", "Підписуйтесь на наш Telegram-канал", "share"),
    ],
)
def test_furniture(code: str, text: str, kind: str) -> None:
    """Phrases of a script are found whole, at a line's beginning and within it."""
    phrases = junk.phrases(tables.load(), code)
    line = lines.measured(text, 1, tables.load().language(code))
    assert phrases.kind(text, line.words, line.key) == kind


@pytest.mark.parametrize("code", sorted(ARTICLES))
def test_a_short_article_is_kept(code: str) -> None:
    """Two ordinary paragraphs are prose by their own stop words, and an article."""
    known = tables.load().language(code)
    for paragraph in ARTICLES[code]:
        line = lines.measured(paragraph, 1, known)
        assert 0.1 <= line.common < 0.8
        assert 10 <= line.words <= 25
    found = article(dump(*ARTICLES[code]))
    assert (found.language, found.paragraphs) == (code, ARTICLES[code])


def test_a_line_of_chinese_is_too_short() -> None:
    """A sentence of nine words is no article though it has more characters."""
    assert rejected("港口宣布渡轮停航三天，旅客可以退票。").reason is Reason.TOO_SHORT


def test_arabic_paragraphs_are_not_split() -> None:
    """A script without capitals shows no sentence opener, so no heading is cut off."""
    known = tables.load()
    text = (
        "سوق السمك القديم في المدينة يعود هذا الصيف وقال المجلس إن سوق السمك القديم سيفتح أبوابه "
        "في حزيران بعد أن تنتهي أعمال الترميم في المدينة."
    )
    mended = repair.mend(text, known.language("ar"), junk.phrases(known, "ar"))
    assert [piece.text for piece in mended.pieces] == [text]
    assert mended.removed == ()


@pytest.mark.parametrize(
    ("code", "text", "kept"),
    [
        ("zh", "渡轮将停航三天。点击查看更多", "渡轮将停航三天。"),
        ("ja", "フェリーは三日間運休する。続きを読む", "フェリーは三日間運休する。"),
        ("uk", "Пором не ходитиме три дні. Читати далі", "Пором не ходитиме три дні."),
    ],
)
def test_a_trailing_label_is_cut_off(code: str, text: str, kept: str) -> None:
    """'Read on' glued behind the last full stop goes, with or without a space before it."""
    known = tables.load()
    mended = repair.mend(text, known.language(code), junk.phrases(known, code))
    assert [piece.text for piece in mended.pieces] == [kept]
    assert [r.why for r in mended.removed] == ["read-more"]


@pytest.mark.parametrize(
    ("code", "text", "promo"),
    [
        ("zh", "渡轮将停航三天。", "延伸阅读：云岭茶园受冻农户盼天晴"),
        ("ja", "フェリーは三日間運休する。", "あわせて読みたい：港の新しい橋が完成"),
        ("ar", "أغلق الميناء ثلاثة أيام.", " اقرأ أيضا: السوق القديم يعود هذا الصيف"),
    ],
)
def test_a_promotion_is_cut_off(code: str, text: str, promo: str) -> None:
    """A label with its colon and a title behind it goes, but not out of somebody's words."""
    known = tables.load()
    language, phrases = known.language(code), junk.phrases(known, code)
    mended = repair.mend(text + promo, language, phrases)
    assert [piece.text for piece in mended.pieces] == [text]
    assert [(r.text, r.why) for r in mended.removed] == [(promo.strip(), "promo")]
    quoted = f"「{text}{promo}」"
    assert [piece.text for piece in repair.mend(quoted, language, phrases).pieces] == [quoted]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh", "本报云岭2026年1月6日电 受强冷空气影响，茶园受冻。"),
        ("ru", "ЛУГОВОЕ, 6 января 2026 — Порт закрыт."),
    ],
)
def test_datelines(code: str, text: str) -> None:
    """The day in a dateline is found in Chinese and Cyrillic."""
    found = dateline.evidence(text, tables.load().language(code), None)
    assert [one.when.iso for one in found] == ["2026-01-06"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "час назад"),
        ("uk", "2 години тому"),
        ("ar", "منذ ساعتين"),
        ("zh", "三天前"),
        ("ja", "３時間前"),
    ],
)
def test_ages(code: str, text: str) -> None:
    """An age stands alone on a line in figures or in words."""
    known = tables.load()
    line = lines.measured(text, 1, known.language(code))
    (found,) = signs.read([line], known.language(code), junk.phrases(known, code))
    assert found.is_age
