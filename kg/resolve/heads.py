"""The nouns that head the names of bodies, places and accords, by class: 'the parliament' means a parliament.

Two heads of one class can head two names of one thing (البرلمان, مجلس النواب); a head of a class in
``DROPPED`` may be left out of a name altogether (حركة النهضة, النهضة).
"""

from __future__ import annotations

from functools import cache

from kg.resolve.names import name_tokens

_CLASSES: dict[str, str] = {
    "parliament": "البرلمان|مجلس النواب|المجلس النيابي|مجلس الشعب|مجلس الأمة|مجلس نواب الشعب|مجلسا النواب|"
    "مجلسي النواب|الجمعية الوطنية|النواب|parliament|national assembly",
    "congress": "الكونغرس|الكونجرس|مجلسا النواب والشيوخ|مجلسي النواب والشيوخ|congress",
    "senate": "مجلس الشيوخ|الشيوخ|senate",
    "government": "الحكومة|مجلس الوزراء|السلطات|الإدارة|النظام|"
    "government|administration|cabinet|regime|authorities",
    "ministry": "الوزارة|ministry|department",
    "army": "الجيش|القوات المسلحة|القوات|القطعات|قوات الجيش|القوات العسكرية|"
    "army|military|armed forces|forces|troops",
    "police": "الشرطة|قوات الشرطة|police",
    "coalition": "التحالف|قوات التحالف|الائتلاف|دول التحالف|coalition|alliance",
    "movement": "الحركة|الحزب|التنظيم|الجماعة|الميليشيات|المليشيات|الميليشيا|المليشيا|الميلشيات|"
    "مليشيات|جماعة|متمردو|المتمردين|المتمردون|مسلحو|التيار|الجبهة|الكتلة|party|movement|group|militia|rebels|front",
    "agency": "الوكالة|وكالة الأنباء|وكالة أنباء|agency|news agency",
    "paper": "الصحيفة|الجريدة|newspaper|daily",
    "channel": "القناة|الشبكة|التلفزيون|تلفزيون|الإذاعة|channel|network|television",
    "site": "الموقع|website|site",
    "company": "الشركة|company|corporation|firm",
    "council": "المجلس|council",
    "committee": "اللجنة|committee|commission",
    "authority": "الهيئة|الجهاز|المؤسسة|المنظمة|المجموعة|عصابات|authority|organisation|organization",
    "mission": "البعثة|mission",
    "office": "المكتب|الرئاسة|الديوان|الأمانة|office|presidency",
    "command": "القيادة|الأركان|هيئة الأركان|رئاسة الأركان|command|general staff",
    "union": "الاتحاد|union",
    "league": "الجامعة|league|university",
    "bank": "البنك|المصرف|bank",
    "court": "المحكمة|court|tribunal",
    "centre": "المركز|المعهد|center|centre|institute",
    "guard": "الحرس|قوات الحرس|guard",
    "base": "القاعدة|base",
    "airport": "المطار|airport",
    "port": "الميناء|port",
    "crossing": "المنفذ|المعبر|crossing",
    "governorate": "المحافظة|الإقليم|الولاية|المقاطعة|province|governorate|state|prefecture|county|region",
    "town": "المدينة|البلدة|القضاء|المديرية|القرية|city|town|village|district",
    "republic": "الجمهورية|republic",
    "kingdom": "المملكة|kingdom",
    "emirate": "الإمارة|emirate",
    "sultanate": "السلطنة|sultanate",
    "state": "الدولة",
    "continent": "القارة|continent",
    "river": "النهر|river",
    "strait": "المضيق|strait",
    "accord": "الاتفاق|الاتفاقية|المعاهدة|التوافق|الاتفاقات|مذكرة|المذكرة|مذكرة تفاهم|"
    "memorandum|agreement|deal|accord|treaty|pact",
    "law": "القانون|مشروع القانون|مشروع قانون|المشروع|القوانين|التشريع|law|bill|act|legislation",
    "decree": "المرسوم|مشروع المرسوم|decree",
    "resolution": "القرار|مشروع القرار|مشروع قرار|resolution|decision",
    "truce": "الهدنة|وقف إطلاق النار|truce|ceasefire",
    "plan": "الخطة|المبادرة|المخطط|المقترح|plan|initiative|proposal",
    "document": "الوثيقة|الميثاق|الإعلان|البيان|charter|declaration|document",
    "constitution": "الدستور|constitution",
    "conference": "المؤتمر|القمة|الاجتماع|اللقاء|المنتدى|الملتقى|summit|conference|meeting|forum",
    "election": "الانتخابات|الاقتراع|الاستحقاق|election|elections|polls|vote",
    "war": "الحرب|النزاع|الصراع|الأزمة|الغزو|war|conflict|crisis|invasion",
    "operation": "العملية|عملية|الحملة|المعركة|operation|campaign|battle",
    "uprising": "الثورة|الانقلاب|الانتفاضة|الاحتجاجات|revolution|coup|uprising",
}
DROPPED = frozenset(
    [
        "movement",
        "agency",
        "paper",
        "channel",
        "site",
        "company",
        "governorate",
        "town",
        "republic",
        "kingdom",
        "state",
        "continent",
        "river",
        "ministry",
        "authority",
    ]
)


@cache
def _heads() -> dict[tuple[str, ...], str]:
    return {name_tokens(n): kind for kind, names in _CLASSES.items() for n in names.split("|")}


@cache
def _longest() -> int:
    return max(map(len, _heads()))


def split_head(tokens: tuple[str, ...]) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Return the class of the head that a name begins with, the head's tokens and the tokens after it."""
    for size in range(min(_longest(), len(tokens)), 0, -1):
        kind = _heads().get(tokens[:size])
        if kind is not None:
            return kind, tokens[:size], tokens[size:]
    return None, (), tokens


def split_last_head(tokens: tuple[str, ...]) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Do as ``split_head`` for an English name, whose head stands last (``Iraqi parliament``)."""
    for size in range(min(_longest(), len(tokens)), 0, -1):
        kind = _heads().get(tokens[-size:])
        if kind is not None:
            return kind, tokens[-size:], tokens[:-size]
    return None, (), tokens
