"""What a file is for, guessed from thirty names as teachers give them."""

import pytest

from db.material_guess import CatalogueLesson as Lesson
from db.material_guess import guess, number

CATALOGUE = [
    Lesson("oral", "人教版", "maths", "3", "1", 6, "多位数乘一位数", "口算乘法"),
    Lesson("times", "人教版", "maths", "3", "1", 5, "倍的认识", "倍的认识"),
    Lesson("perimeter", "人教版", "maths", "3", "1", 7, "", "长方形和正方形的周长"),
    Lesson("two", "人教版", "maths", "3", "2", 4, "两位数乘两位数", "两位数乘两位数"),
    Lesson("law", "人教版", "maths", "4", "2", 3, "运算定律", "乘法分配律"),
    Lesson("area", "人教版", "maths", "5", "1", 6, "多边形的面积", "平行四边形的面积"),
    Lesson("circle", "人教版", "maths", "6", "1", 5, "圆", "圆的认识"),
    Lesson("disc", "人教版", "maths", "6", "1", 5, "圆", "圆的面积"),
    Lesson("seven", "人教版", "maths", "2", "1", 6, "表内乘法", "7的乘法口诀"),
    Lesson("teen", "人教版", "maths", "1", "1", None, "", "11~20的认识"),
    Lesson("tree", "统编版", "chinese", "3", "1", 1, "第一单元", "大青树下的小学"),
    Lesson("cat", "统编版", "chinese", "4", "2", 4, "第四单元", "猫"),
    Lesson("one", "人教版", "maths", "1", "2", None, "", "找规律"),
    Lesson("other", "苏教版", "maths", "1", "2", None, "", "找规律"),
]
UNIT = ("人教版三年级数学上册", "第6单元 多位数乘一位数")


@pytest.mark.parametrize(
    ("name", "folders", "title", "type", "lesson"),
    [
        ("《三上口算乘法课件（最终版2）》.pptx", (), "口算乘法", "slides", "oral"),
        ("口算乘法.pptx", UNIT, "口算乘法", "slides", "oral"),
        ("课件.pptx", (*UNIT, "口算乘法"), "口算乘法", "slides", "oral"),
        ("口算乘法三层练习.pdf", UNIT, "口算乘法三层练习", "exercise", "oral"),
        ("3.1 口算乘法（定稿）20231012.docx", (), "口算乘法", "other", "oral"),
        ("三年级数学上册第五单元倍的认识PPT课件.ppt", (), "倍的认识", "slides", "times"),
        ("01-倍的认识 - 副本.pptx", ("三上",), "倍的认识", "slides", "times"),
        ("长方形和正方形的周长（第一课时）.pptx", (), "长方形和正方形的周长（第一课时）", "slides",
         "perimeter"),
        ("微课：两位数乘两位数.mp4", ("三下数学",), "两位数乘两位数", "micro_video", "two"),
        ("第2课时 乘法分配律.pptx", ("人教版四年级数学下册", "第三单元"), "乘法分配律", "slides",
         "law"),
        ("人教版小学数学五年级上册《平行四边形的面积》教学设计.doc", (), "平行四边形的面积", "plan",
         "area"),
        ("平行四边形的面积（北师大版）.pptx", (), "平行四边形的面积", "slides", ""),
        ("六上数学 圆的认识 v2.1.pptx", (), "圆的认识", "slides", "circle"),
        ("圆的面积说课稿.docx", (), "圆的面积", "talk_script", "disc"),
        ("7的乘法口诀课件.PPTX", (), "7的乘法口诀", "slides", "seven"),
        ("１１～２０的认识.ppt", (), "11～20的认识", "slides", "teen"),
        ("大青树下的小学 朗读.mp3", ("统编版语文三上",), "大青树下的小学 朗读", "audio", "tree"),
        ("猫.docx", ("四年级语文下册",), "猫", "other", "cat"),
        ("小猫钓鱼.docx", ("四年级语文下册",), "小猫钓鱼", "other", ""),
        ("找规律.pptx", (), "找规律", "slides", ""),
        ("找规律.pptx", ("苏教版",), "找规律", "slides", "other"),
        ("乘法口诀歌.mp3", (), "乘法口诀歌", "audio", ""),
        ("玉米粒当学具.jpg", ("乡土资源",), "玉米粒当学具", "picture", ""),
        ("期末试卷A卷.pdf", ("四年级数学下册",), "期末试卷A卷", "paper", ""),
        ("计数格子板.pdf", ("教具图纸",), "计数格子板", "drawing", ""),
        ("1-3年级复式学习单.docx", (), "1-3年级复式学习单", "exercise", ""),
        ("24时计时法.pptx", ("三下",), "24时计时法", "slides", ""),
        ("Unit 3 Look at me.pptx", ("英语三上",), "Unit 3 Look at me", "slides", ""),
        ("科学 三年级 水的蒸发实验视频.mp4", (), "水的蒸发实验", "video", ""),
        ("IMG_20231012_081533.jpg", (), "IMG 20231012 081533", "picture", ""),
        ("微信图片_20231012081533.png", (), "微信图片 20231012081533", "picture", ""),
        ("新建 Microsoft PowerPoint 演示文稿 (2).pptx", (),
         "新建 Microsoft PowerPoint 演示文稿 (2)", "slides", ""),
        ("马上看.pptx", (), "马上看", "slides", ""),
        ("说明", (), "说明", "", ""),
    ],
)  # fmt: skip
def test_a_name_tells_title_type_and_lesson(
    name: str, folders: tuple[str, ...], title: str, type: str, lesson: str
) -> None:
    found = guess(name, folders, CATALOGUE)

    assert (found.title, found.type, found.lesson) == (title, type, lesson)


@pytest.mark.parametrize(
    ("name", "folders", "place"),
    [
        ("a.pptx", UNIT, ("人教版", "maths", "3", "1", "第6单元 多位数乘一位数")),
        ("a.pptx", ("语文五下",), ("", "chinese", "5", "2", "")),
        ("三上第二单元测试卷.doc", (), ("", "", "3", "1", "第二单元")),
        ("1-3年级复式学习单.docx", (), ("", "", "1 2 3", "", "")),
        ("四年级科学下学期计划.doc", (), ("", "science", "4", "2", "")),
        ("六年级班主任.doc", (), ("", "", "6", "", "")),
        ("第三上面.doc", (), ("", "", "", "", "")),
        ("西师版数学教案.doc", (), ("西师大版", "maths", "", "", "")),
        ("第十一单元.doc", (), ("", "", "", "", "第十一单元")),
    ],
)
def test_names_tell_the_place_without_a_catalogue(
    name: str, folders: tuple[str, ...], place: tuple[str, ...]
) -> None:
    found = guess(name, folders)

    assert (found.edition, found.subject, found.grade, found.volume, found.unit) == place


def test_a_lesson_tells_what_the_name_does_not() -> None:
    found = guess("口算乘法.pptx", (), CATALOGUE)

    assert (found.subject, found.grade, found.volume) == ("maths", "3", "1")
    assert (found.lesson_name, found.unit) == ("口算乘法", "多位数乘一位数")


def test_what_is_printed_needs_no_projector() -> None:
    assert "no_projector" in guess("口算练习.pdf").needs
    assert "no_projector" not in guess("口算.pptx").needs


def test_numbers_are_read_in_digits_and_characters() -> None:
    assert [number(words) for words in ("7", "十", "十二", "二十", "二十三", "")] == [
        7, 10, 12, 20, 23, 0,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", ".pptx", "《》", "（）", "\u202e", "（" * 500, "一" * 5000])
def test_odd_names_are_borne(name: str) -> None:
    guess(name, (name, name), CATALOGUE)
