"""What news counts: Arabic nouns with their English names, units of measure and currencies.

A row, continued on indented lines, is
``English plural / English singular : Arabic singular | Arabic plural | further forms``. Duals,
articles and accusatives are derived. Units carry their QUDT name.

Source: QUDT 2.1 vocabularies ``unit`` and ``currency`` (the latter by ISO 4217 code); the nouns are those
of the annotation guide's topics (people, troops, casualties, weapons, votes, aid).
"""

from __future__ import annotations

import re

NOUNS = """
people / person : شخص | آخرين | آخرون | أشخاص | نسمة | نفر | أنفس | فرد | أفراد | ناس | الناس
soldiers / soldier : جندي | جنود | عسكري | عسكريين | عسكريون
troops / trooper : قوات
military personnel / serviceman : عسكريا وعسكرية
fighters / fighter : مقاتل | مقاتلين | مقاتلون | محارب | محاربين
militants / militant : متشدد | متشددين | متشددون | إرهابي | إرهابيين | إرهابيون | عناصر | عنصر | عنصرا
      تكفيريا | متطرف | متطرفين
gunmen / gunman : مسلح | مسلحين | مسلحون
attackers / attacker : مهاجم | مهاجمين | مهاجمون | انتحاري | انتحاريين | انتحاريون
civilians / civilian : مدني | مدنيين | مدنيون
killed / killed : قتيل | قتلى | شهيد | شهداء | صريع
dead / dead : ميت | موتى | وفاة | وفيات | متوفى | متوفين
wounded / wounded : جريح | جرحى | مصاب | مصابين | مصابون | إصابة | إصابات
victims / victim : ضحية | ضحايا
refugees / refugee : لاجئ | لاجئين | لاجئون
displaced people / displaced person : نازح | نازحين | نازحون | مهجر | مهجرين | مهجرون | مشرد | مشردين
migrants / migrant : مهاجر | مهاجرين | مهاجرون
prisoners / prisoner : أسير | أسرى | سجين | سجناء | مسجون | مساجين
detainees / detainee : معتقل | معتقلين | معتقلون | موقوف | موقوفين | محتجز | محتجزين
hostages / hostage : رهينة | رهائن
defendants / defendant : متهم | متهمين | متهمون
convicts / convict : مدان | مدانين | محكوم | محكومين
smugglers / smuggler : مهرب | مهربين | مهربون
protesters / protester : متظاهر | متظاهرين | متظاهرون | محتج | محتجين | محتجون
activists / activist : ناشط | ناشطين | نشطاء | ناشطون
journalists / journalist : صحفي | صحفيين | صحافي | صحافيين | صحفيون | صحافيون | إعلامي | إعلاميين
MPs / MP : نائب | نواب | برلماني | برلمانيين | برلمانيون
members / member : عضو | أعضاء
ministers / minister : وزير | وزراء
officials / official : مسؤول | مسؤولين | مسؤولون
leaders / leader : قائد | قادة | زعيم | زعماء | قيادي | قياديين | قياديون
officers / officer : ضابط | ضباط
police officers / police officer : شرطي | شرطيين | شرطيون | رجل شرطة | رجال شرطة | عنصر شرطي
generals / general : جنرال | جنرالات | لواء
advisers / adviser : مستشار | مستشارين | مستشارون
experts / expert : خبير | خبراء
trainers / trainer : مدرب | مدربين | مدربون
diplomats / diplomat : دبلوماسي | دبلوماسيين | دبلوماسيون
judges / judge : قاض | قضاة | قاضي
doctors / doctor : طبيب | أطباء | طبيبا وطبيبة
engineers / engineer : مهندس | مهندسين
scientists / scientist : عالم | علماء
observers / observer : مراقب | مراقبين | مراقبون
workers / worker : عامل | عمال
employees / employee : موظف | موظفين | موظفون
contractors / contractor : مقاول | مقاولين | متعاقد | متعاقدين
farmers / farmer : مزارع | مزارعين | فلاح | فلاحين
drivers / driver : سائق | سائقين
students / student : طالب | طلاب | طلبة
pupils / pupil : تلميذ | تلاميذ
teachers / teacher : معلم | معلمين | مدرس | مدرسين | أستاذ | أساتذة
women / woman : امرأة | نساء | سيدة | سيدات
men / man : رجل | رجال
young people / young person : شاب | شبان | شباب
children / child : طفل | أطفال
families / family : عائلة | عائلات | أسرة | أسر
citizens / citizen : مواطن | مواطنين | مواطنون
residents / resident : ساكن | سكان | مقيم | مقيمين
pilgrims / pilgrim : حاج | حجاج
tourists / tourist : سائح | سياح
passengers / passenger : راكب | ركاب
voters / voter : ناخب | ناخبين | ناخبون
candidates / candidate : مرشح | مرشحين | مرشحون
votes / vote : صوت | أصوات
seats / seat : مقعد | مقاعد
lists / list : قائمة | قوائم | لائحة | لوائح
parties / party : حزب | أحزاب
representatives / representative : ممثل | ممثلين | مندوب | مندوبين
countries / country : دولة | دول | بلد | بلدان
villages / village : قرية | قرى
cities / city : مدينة | مدن
provinces / province : محافظة | محافظات | ولاية | ولايات
tribes / tribe : قبيلة | قبائل
clans / clan : عشيرة | عشائر
armed groups / armed group : فصيل | فصائل | جماعة مسلحة | جماعات مسلحة
groups / group : مجموعة | مجموعات | جماعة | جماعات
companies / company : شركة | شركات
houses / house : منزل | منازل | بيت | بيوت
schools / school : مدرسة | مدارس
hospitals / hospital : مستشفى | مستشفيات
tents / tent : خيمة | خيام
aircraft / aircraft : طائرة | طائرات
drones / drone : طائرة مسيرة | طائرات مسيرة | مسيرة | مسيرات | طائرة بدون طيار | طائرات بدون طيار | طائرة
      من دون طيار
helicopters / helicopter : مروحية | مروحيات | طائرة مروحية | طائرات مروحية
fighter jets / fighter jet : مقاتلة | مقاتلات | طائرة مقاتلة | طائرات مقاتلة
ships / ship : سفينة | سفن | بارجة | بوارج | باخرة | بواخر
boats / boat : قارب | قوارب | زورق | زوارق
tankers / tanker : ناقلة | ناقلات
tanks / tank : دبابة | دبابات
armoured vehicles / armoured vehicle : مدرعة | مدرعات
vehicles / vehicle : مركبة | مركبات | آلية | آليات | سيارة | سيارات | عربة | عربات | عجلة | عجلات
trucks / truck : شاحنة | شاحنات
missiles / missile : صاروخ | صواريخ
ballistic missiles / ballistic missile : صاروخا باليستيا | صواريخ باليستية | صاروخ باليستي
shells / shell : قذيفة | قذائف
bombs / bomb : قنبلة | قنابل
mines / mine : لغم | ألغام
bullets / bullet : رصاصة | رصاصات | طلقة | طلقات
rifles / rifle : بندقية | بنادق
weapons / weapon : سلاح | أسلحة | قطعة سلاح | قطع سلاح
pieces of equipment / piece of equipment : معدة | معدات
bases / base : قاعدة | قواعد
strikes / strike : غارة | غارات | ضربة | ضربات
attacks / attack : هجوم | هجمات
violations / violation : خرق | خروقات | انتهاك | انتهاكات
shipments / shipment : شحنة | شحنات
aid packages / aid package : سلة | سلال | طرد | طرود
pills / pill : حبة | حبات | قرص | أقراص
doses / dose : جرعة | جرعات
bags / bag : كيس | أكياس
cases / case : حالة | حالات
jobs / job : وظيفة | وظائف | فرصة عمل | فرص عمل
projects / project : مشروع | مشاريع | مشروعات
flights / flight : رحلة | رحلات
wells / well : بئر | آبار
followers / follower : متابع | متابعين
views / view : مشاهدة | مشاهدات
"""

UNITS = """
percent / PERCENT : % | ٪ | في المئة | في المائة | بالمئة | بالمائة | بالمية | في المية | percent | per cent
dollars / USD : دولار | دولارات | دولار أميركي | دولار أمريكي | dollar | $ | us $ | usd | us dollar
euros / EUR : يورو | € | euro | eur
pounds sterling / GBP : جنيه إسترليني | جنيه استرليني | £ | gbp
Egyptian pounds / EGP : جنيه مصري | جنيهات مصرية | egyptian pound
pounds / : جنيه | جنيهات | pound
Iraqi dinars / IQD : دينار عراقي | دنانير عراقية | iraqi dinar
Kuwaiti dinars / KWD : دينار كويتي | kuwaiti dinar
Jordanian dinars / JOD : دينار أردني | jordanian dinar
Algerian dinars / DZD : دينار جزائري | algerian dinar
Tunisian dinars / TND : دينار تونسي | tunisian dinar
Libyan dinars / LYD : دينار ليبي | libyan dinar
dinars / : دينار | دنانير | dinar
Saudi riyals / SAR : ريال سعودي | ريالات سعودية | saudi riyal
Qatari riyals / QAR : ريال قطري | qatari riyal
Yemeni rials / YER : ريال يمني | yemeni rial
Iranian rials / IRR : ريال إيراني | iranian rial
riyals / : ريال | ريالات | riyal
rials / : rial
UAE dirhams / AED : درهم إماراتي | uae dirham
Moroccan dirhams / MAD : درهم مغربي | moroccan dirham
dirhams / : درهم | دراهم | dirham
Turkish lira / TRY : ليرة تركية | turkish lira
Syrian pounds / SYP : ليرة سورية | syrian pound
Lebanese pounds / LBP : ليرة لبنانية | lebanese pound
lira / : ليرة | ليرات | lira
roubles / RUB : روبل | روبلات | rouble | ruble
yuan / CNY : يوان | yuan
yen / JPY : ين ياباني | yen | ¥
rupees / INR : روبية | روبيات | rs | rupee
shekels / ILS : شيكل | شيقل | شواكل | shekel
New Taiwan dollars / TWD : nt $
Sudanese pounds / SDG : جنيه سوداني | sudanese pound
tomans / : تومان | toman
barrels per day / : برميل يوميا | برميل في اليوم | براميل يوميا | barrels per day | barrel per day | bpd
barrels / BBL : برميل | براميل | barrel
kilometres / KiloM : كيلومتر | كيلومترا | كيلومترات | كلم | كم | km | kilometre | kilometer
square kilometres / KiloM2 : كيلومتر مربع | كيلومترا مربعا | كيلومترات مربعة | كلم مربع | square kilometre
      | square kilometer
metres / M : متر | أمتار | metre | meter
miles / MI : ميل | أميال | mile
hectares / HA : هكتار | هكتارات | hectare
acres / AC : فدان | أفدنة | acre
tonnes / TONNE : طن | أطنان | طنا | tonne | ton | metric ton
kilograms / KiloGM : كيلوغرام | كيلوغرامات | كيلوجرام | كيلو | كغ | كلغ | kg | kilogram | kilo
grams / GM : غرام | غرامات | gram
litres / L : لتر | لترات | litre | liter
cubic metres / M3 : متر مكعب | أمتار مكعبة | مترا مكعبا | cubic metre | cubic meter
megawatts / MegaW : ميغاواط | ميغاوات | mw | megawatt
"""

CURRENCIES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "EGP",
        "IQD",
        "KWD",
        "JOD",
        "DZD",
        "TND",
        "LYD",
        "SAR",
        "QAR",
        "YER",
        "IRR",
        "AED",
        "MAD",
        "TRY",
        "SYP",
        "LBP",
        "RUB",
        "CNY",
        "JPY",
        "INR",
        "ILS",
        "TWD",
        "SDG",
    ]
)


def rows(table: str) -> list[tuple[str, str, list[str]]]:
    """Return the rows of a table: its two English names (or name and code) and the other forms."""
    out = []
    for line in re.sub(r"\n[ \t]+", " ", table.strip()).splitlines():
        names, _, forms = line.partition(" : ")
        plural, _, other = names.partition("/")
        out.append((plural.strip(), other.strip(), [form.strip() for form in forms.split("|")]))
    return out
