"""Copies of one text are one source family."""

from __future__ import annotations

from dataclasses import replace

from resolving import document

from kg.resolve.families import find_families, sign

TEXT = (
    "افتتح رئيس البلدية صباح اليوم سوق الحبوب الجديد بعد ثلاثة أعوام من أعمال البناء التي تأخرت "
    "مرتين. وقال في كلمة قصيرة إن السوق يضم مئتي دكان ومخزنا مبردا، وإن الإيجار سيبقى ثابتا خمس "
    "سنوات. وشكر المزارعين على صبرهم ودعاهم إلى نقل بضائعهم قبل نهاية الشهر، فيما طالب اتحاد التجار "
    "بتعبيد الطريق المؤدي إلى السوق قبل موسم الأمطار."
)
OTHER = (
    "فاز فريق المدينة بكأس المحافظة بعد مباراة امتدت إلى الوقت الإضافي، وسجل هدف الفوز لاعب ناشئ في "
    "ظهوره الأول مع الفريق، بينما أضاع الضيوف ركلة جزاء في الدقيقة الأخيرة. وقال المدرب إن اللاعبين "
    "استحقوا الكأس بعد موسم طويل."
)


def test_a_copy_with_small_changes_is_of_the_family() -> None:
    """An agency's text with another first sentence and one word changed is a copy; another text is not."""
    copy = "نقلا عن مراسلنا. " + TEXT.replace("مئتي", "مئة")
    signed = [replace(document(n), signature=sign(t)) for n, t in (("c", TEXT), ("a", OTHER), ("b", copy))]
    assert sorted(f.documents for f in find_families(signed)) == [("a",), ("b", "c")]
    assert find_families(reversed(signed)) == find_families(signed)


def test_texts_too_short_to_compare_are_families_of_their_own() -> None:
    """Two headlines of the same words are no evidence of copying."""
    assert sign("خبر عاجل") == ()
    assert len(find_families([document("a"), document("b")])) == 2
