"""Issues as they come on full days and in other scripts, in words of our own.

`ALL` has each with the newsletter that prints it: what measures or looks at mails takes them all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count, islice

from newsfold import config
from newsfold.config import Newsletter
from newsfold.model import Citation, Issue, KeyEvent, Picture, Section, Sentence, Story, When
from tests.render import samples

PLACES = (
    "Larne Holm", "Cape Orrin", "Upper Wessel", "Tarnby", "Quayside", "Fennick", "Saltmarsh",
    "Marrow Bridge", "Ostwick", "Hollin Bay", "Dunmoor", "Ansel Ford", "Garrow", "Skerry Head",
)  # fmt: skip
OUTLETS = ("Tidewatch", "Orrin Courier", "The Ledger", "Riverside Review", "Hillside Wire")
# Headline, first and second sentence; {0} is a place and {1} a number of its own.
TOLD = (
    (
        "{0} opens its new ferry pier after {1} days of repairs",
        "The first ferry left the new pier at {0} on Wednesday morning with {1} people on board.",
        "The old one was lost in the January storm, and buses had taken its passengers since.",
    ),
    (
        "Bakers of {0} agree on one price for the winter loaf",
        "All {1} bakeries of {0} will sell the winter loaf for the same price until the spring.",
        "Flour costs a fifth more than a year ago, their guild said, and the river mills are full.",
    ),
    (
        "School of {0} plants {1} apple trees along its road",
        "Pupils and their parents set {1} young apple trees along the road to {0} on Tuesday.",
        "The trees come from a nursery that closes this year, and each class looks after ten.",
    ),
    (
        "Court stops the quarry above {0} for another {1} weeks",
        "Judges ruled that the quarry above {0} must stay shut for {1} weeks more.",
        "The company said it would pay its workers in full and would not appeal.",
    ),
    (
        "Library of {0} lends tools, and {1} people came on the first day",
        "The library of {0} began to lend drills, saws and ladders beside its books on Monday.",
        "Its readers had asked for it in a poll last autumn, in which {1} of them took part.",
    ),
)
ARABIC = (
    (
        "المدينة تفتح جسرها الجديد بعد عام من العمل",
        "عبرت أول حافلة الجسر الجديد صباح الأربعاء، وكان فيها أطفال المدرسة القريبة من النهر.",
        "قالت رئيسة البلدية إن الجسر القديم سيبقى للمشاة والدراجات حتى نهاية الصيف.",
        "بلغت كلفة العمل 4.1 مليون كرون، ودفعت القرى الواقعة على الضفتين ربعها.",
    ),
    (
        "المزارعون يجمعون أكبر محصول من التمر منذ عشر سنوات",
        "قال المزارعون إن المطر جاء في وقته، وإن الأشجار الجديدة أثمرت قبل موعدها.",
        "سيُباع نصف المحصول في أسواق الوادي، ويذهب الباقي إلى الميناء يوم الجمعة.",
    ),
    (
        "مكتبة الحي تعير الأدوات إلى جانب الكتب",
        "حضر في اليوم الأول 212 قارئًا، كما قالت المكتبة، وكان أكثر ما طلبوه السلالم والمثاقب.",
        "كان القراء قد طلبوا ذلك في استفتاء جرى في الخريف الماضي.",
    ),
    (
        "عمال الميناء يوافقون على عرض الأجور",
        "صوّت العمال بأغلبية كبيرة على العرض الذي يرفع الأجر الأساسي في هذا العام والعام المقبل.",
        "تعود الرافعات إلى العمل صباح الجمعة بعد توقف دام أحد عشر يومًا.",
    ),
)
OTHERS = (
    ("ar", *ARABIC[0]),
    (
        "he",
        "הגשר החדש נפתח אחרי שנה של עבודה",
        "האוטובוס הראשון עבר על הגשר החדש ביום רביעי בבוקר, ובו ילדי בית הספר שליד הנהר.",
        "ראש העיר אמרה שהגשר הישן יישאר פתוח להולכי רגל ולרוכבי אופניים עד סוף הקיץ.",
    ),
    (
        "hi",
        "एक साल के काम के बाद नया पुल खुला",
        "बुधवार की सुबह पहली बस नए पुल से गुज़री, और उसमें नदी के पास के स्कूल के बच्चे बैठे थे।",
        "महापौर ने कहा कि पुराना पुल गर्मियों के अंत तक पैदल लोगों के लिए खुला रहेगा।",
    ),
    (
        "th",
        "สะพานใหม่เปิดหลังทำงานหนึ่งปี",
        "รถบัสคันแรกข้ามสะพานใหม่เมื่อเช้าวันพุธ พร้อมเด็กนักเรียนจากโรงเรียนริมแม่น้ำ",
        "นายกเทศมนตรีกล่าวว่าสะพานเก่าจะเปิดให้คนเดินและจักรยานจนถึงสิ้นฤดูร้อน",
    ),
    (
        "el",
        "Η νέα γέφυρα άνοιξε μετά από έναν χρόνο δουλειάς",
        "Το πρώτο λεωφορείο πέρασε την Τετάρτη το πρωί με τα παιδιά του σχολείου δίπλα στο ποτάμι.",
        "Η δήμαρχος είπε ότι η παλιά γέφυρα μένει για πεζούς και ποδήλατα ως το τέλος του θέρους.",
    ),
    (
        "zh",
        "新桥施工一年后通车",
        "周三早上,第一辆公共汽车载着河边学校的孩子们驶过新桥,两岸的居民站在路边鼓掌。",
        "市长说,旧桥将留给行人和自行车使用,直到夏天结束。",
    ),
)
GERMAN = (
    (
        "Oberlandesgericht verhandelt über die Donaudampfschifffahrtsgesellschaft",
        "Das Gericht prüft, ob die Straßenverkehrszulassungsordnung auch auf dem Wasser gilt.",
        "Geklagt hat ein Fährmann aus Niederau, der seit neun Jahren ohne Kennzeichen übersetzt.",
        "Ein Urteil wird für den 23. April erwartet, teilte eine Sprecherin am Mittwoch mit.",
    ),
    (
        "Bürgermeisterin eröffnet das Hochwasserrückhaltebecken",
        "Das Becken fasst das Wasser von drei Tagen Regen, sagte sie am Mittwoch.",
        "Gebaut wurde es in vierzehn Monaten, und die Nachbarorte haben ein Drittel bezahlt.",
    ),
    (
        "Bäckereien in Ostwick einigen sich auf einen Preis für das Winterbrot",
        "Mehl kostet ein Fünftel mehr als vor einem Jahr, und die Mühlen am Fluss haben zu tun.",
        "Bis zum Frühjahr gilt in allen elf Läden derselbe Preis, so die Innung am Dienstag.",
    ),
    (
        "Die Bücherei verleiht jetzt auch Bohrmaschinen und Leitern",
        "Am ersten Tag kamen 212 Leserinnen und Leser, die meisten wegen der Leitern.",
        "Gewünscht hatten sie es sich im Herbst in einer Umfrage, an der jeder Zweite teilnahm.",
    ),
)


def _story(key: str, headline: str, *said: str, language: str = "en", sources: int = 1) -> Story:
    """A story that so many outlets tell, each at an address of its own."""
    n = int("".join(filter(str.isdigit, key)) or 0)
    articles = tuple(
        Citation(
            f"{key}-{i}",
            headline,
            outlet := OUTLETS[(n + i) % len(OUTLETS)],
            f"https://{outlet.lower().replace(' ', '')}.example/2026/03/11/{key}",
            When.day(date(2026, 3, 11)),
        )
        for i in range(sources)
    )
    summary = tuple(Sentence(text, articles[0].id, i) for i, text in enumerate(said))
    return Story(key, headline, articles, summary, (), language=language)


def _stories() -> tuple[Story, ...]:
    """Endlessly many different ones would be as easy; these are enough for every test."""
    told = (
        _story(
            f"town-{n}",
            *(text.format(PLACES[n % len(PLACES)], n + 11) for text in TOLD[n % len(TOLD)]),
            sources=1 + n % 2,
        )
        for n in count()
    )
    return tuple(islice(told, 400))


def many(number: int) -> Issue:
    """An issue of so many stories in three sections; the first has key events."""
    stories = (samples.bridge(), *_stories()[: number - 1])
    third = -(-number // 3)
    titles = ("World", "Business", "Science & Environment")
    sections = (
        Section(title, stories[n * third : (n + 1) * third]) for n, title in enumerate(titles)
    )
    return replace(samples.issue(), sections=tuple(sections), note=None, also=())


def _of(language: str, title: str, *told: tuple[str, ...]) -> tuple[Issue, Newsletter]:
    stories = tuple(
        _with_event(_story(f"{language}-{n}", *words, language=language, sources=2))
        for n, words in enumerate(told)
    )
    issue = replace(
        samples.issue(), title=title, sections=(Section("World", stories),), also=stories[:1]
    )
    return (
        replace(issue, note=told[0][1]),
        samples.NEWSLETTER.model_copy(update={"language": language, "title": title}),
    )


def _with_event(story: Story) -> Story:
    event = KeyEvent(story.summary[0], When.day(date(2026, 3, 11)), None, (story.id,), 2)
    return replace(story, key_events=(event,))


def _mixed() -> Issue:
    """An English issue with stories in six other scripts, each in its own direction."""
    stories = tuple(
        _with_event(_story(f"m-{n}", *told, language=code, sources=2))
        for n, (code, *told) in enumerate(OTHERS)
    )
    return replace(samples.issue(), sections=(Section("World", stories),), also=())


def dressed(newsletter: Newsletter, look: str) -> Newsletter:
    """The newsletter in the theme of that name."""
    chosen = config.Theme.model_validate({"name": look})
    return newsletter.model_copy(update={"theme": chosen})


def _pictured() -> tuple[Issue, Newsletter]:
    """Ten stories, the first three with a picture: a wide one, a tall one, one in its own size."""
    sizes = ((1200, 800), (800, 1200), (320, 240))
    told = many(10)
    pictures = [
        Picture(
            f"https://tidewatch.example/pictures/{n}.jpg",
            f"The quay of {PLACES[n]} in the morning, with its cranes and two ferries",
            "Bo Ray / Tidewatch",
            *size,
        )
        for n, size in enumerate(sizes)
    ]
    first, *others = told.sections
    stories = tuple(
        replace(story, picture=picture)
        for story, picture in zip(first.stories[:3], pictures, strict=True)
    )
    sections = (replace(first, stories=(*stories, *first.stories[3:])), *others)
    linked = samples.NEWSLETTER.model_copy(update={"pictures": config.Pictures(show="linked")})
    return replace(told, sections=sections), linked


ALL: dict[str, tuple[Issue, Newsletter]] = {
    "sample": (samples.issue(), samples.NEWSLETTER),
    "ten": (many(10), samples.NEWSLETTER),
    "fifty": (many(50), samples.NEWSLETTER),
    "pictures": _pictured(),
    "scripts": (_mixed(), samples.NEWSLETTER),
    "Arabic": _of("ar", "بريد المرفأ", *ARABIC),
    "German": _of("de", "Hafenblatt", *GERMAN),
}
