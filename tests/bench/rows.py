"""The activities that every figure is measured on: as varied as real ones, and always the same."""

import random
import uuid

from db.record import Value

_LESSONS = (
    "口算乘法",
    "倍的认识",
    "桂花雨",
    "小蝌蚪找妈妈",
    "水到哪里去了",
    "平行四边形的面积",
    "观潮",
)
_SIGNS = (
    "先用小棒摆三个二十再让学生说为什么算乘农村班具少第二例题改玉米粒效果比投影好课后提出理得慢的"
    "要不多给一分钟分角色读复式可以组静表演追问两秒就自己答了排没来及想矿泉水瓶做蒸发实验箱板书"
    "上下对齐用红笔圈出关键词朗读指导重想象比较写字时间只有四同桌互评作业基础提升拓展家里乘除"
)
_SCHOOLS = ("云岭县第三小学", "李家小学", "红石小学", "车河小学", "双峰教学点")
_TYPES = ("outreach_lesson", "joint_preparation", "lesson_observation", "parallel_lesson")


def activities(count: int, *, seed: int = 1) -> list[dict[str, Value]]:
    """Return the fields of so many activities."""
    dice = random.Random(seed)
    schools = {name: str(uuid.UUID(int=dice.getrandbits(128))) for name in _SCHOOLS}
    people = [str(uuid.UUID(int=dice.getrandbits(128))) for _ in range(60)]
    out: list[dict[str, Value]] = []
    for number in range(count):
        lesson, host, guest = dice.choice(_LESSONS), *dice.sample(_SCHOOLS, 2)
        day = f"2025-{dice.randint(9, 12):02}-{dice.randint(1, 28):02}"
        out.append(
            {
                "title": f"{dice.randint(1, 6)}年级《{lesson}》送课 {number}",
                "type": dice.choice(_TYPES),
                "status": "held",
                "held_on": day,
                "place": host,
                "host_school": schools[host],
                "host_school_name": host,
                "partner_schools": schools[guest],
                "partner_school_names": guest,
                "direction": "city_to_rural",
                "subject": "maths",
                "grade": str(dice.randint(1, 6)),
                "lesson": lesson,
                "recorder": dice.choice(people),
                "recorder_name": "王丽娟",
                "own_count": dice.randint(2, 20),
                "hours": 1.5,
                "summary": "".join(dice.choices(_SIGNS, k=dice.randint(40, 120))) + "。",
            }
        )
    return out
