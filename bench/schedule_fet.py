"""The same curriculum timetable by Debian's `fet-cl`, scored by our checker of ITC-2007.

FET knows hard rules with a weight and stops at the first timetable that keeps them; it minimizes nothing. It is told lectures,
teachers, curricula as groups of students, periods that are not to be had, and a week spread over days; it cannot be told that a
lecture should have a neighbour, nor that one course should keep one room. It cannot express any of our own cases: in FET a
student belongs to groups that are given, so there is no choice of who sits where.
"""

import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from daybridge.programs.schedule.formats import curriculum


def compared(file: Path, seconds: int) -> str:
    """One line for the table; a plain word where FET is not here or fails."""
    if shutil.which("fet-cl") is None:
        return "fet-cl: not installed here (apt-get install fet), skipped"
    if not file.is_file():
        return f"fet-cl: {file} is not here, skipped"
    problem = curriculum.read(file.read_text())
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "in.fet").write_text(_written(problem))
        began = time.monotonic()
        said = subprocess.run(
            ["fet-cl", f"--inputfile={folder}/in.fet", f"--outputdir={folder}/out", f"--timelimitseconds={seconds}"],
            capture_output=True, text=True, check=False, env={"QT_QPA_PLATFORM": "offscreen", "HOME": folder, "LANG": "C"},
        )  # fmt: skip
        took = time.monotonic() - began
        written = Path(folder, "out").rglob("*_activities.xml")
        found = next((one for one in written if not one.parent.name.endswith(("-highest", "-current"))), None)
        if found is None:
            return f"fet-cl: gave no whole timetable in {took:.1f} s ({(said.stdout + said.stderr).strip()[-200:]})"
        timetable = _read(problem, found)
    wrong = curriculum.check(problem, timetable)
    score = curriculum.cost(problem, timetable) if not wrong else "does not count"
    return f"fet-cl on {file.name}: cost {score}, {len(wrong)} broken rules{', the first: ' + wrong[0] if wrong else ''}, {took:.1f} s"


def _written(problem: curriculum.Curricula) -> str:
    root = ET.Element("fet", version="6.8.5")
    _texts(root, Institution_Name=problem.name, Comments="")
    for kind, names in (
        ("Days", [f"d{d}" for d in range(problem.days)]),
        ("Hours", [f"h{h}" for h in range(problem.periods_per_day)]),
    ):
        listed = ET.SubElement(root, f"{kind}_List")
        _texts(listed, **{f"Number_of_{kind}": len(names)})
        for name in names:
            _texts(ET.SubElement(listed, kind[:-1]), Name=name)
    subjects, teachers = ET.SubElement(root, "Subjects_List"), ET.SubElement(root, "Teachers_List")
    for name in problem.courses:
        _texts(ET.SubElement(subjects, "Subject"), Name=name)
    for name in sorted({course.teacher for course in problem.courses.values()}):
        _texts(ET.SubElement(teachers, "Teacher"), Name=name, Target_Number_of_Hours=0)
    years = ET.SubElement(root, "Students_List")
    for name in problem.curricula:
        _texts(ET.SubElement(years, "Year"), Name=name, Number_of_Students=0)
    _activities(root, problem)
    for kind, element in (("Buildings", "Buildings_List"), ("Rooms", "Rooms_List")):
        listed = ET.SubElement(root, element)
        for name, capacity in problem.rooms.items() if kind == "Rooms" else ():
            _texts(ET.SubElement(listed, "Room"), Name=name, Building="", Capacity=capacity, Virtual="false")
    _constraints(root, problem)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _activities(root: ET.Element, problem: curriculum.Curricula) -> None:
    listed, number = ET.SubElement(root, "Activities_List"), 0
    ET.SubElement(root, "Activity_Tags_List")
    for name, course in problem.courses.items():
        group = number + 1
        for _ in range(course.lectures):
            number += 1
            one = ET.SubElement(listed, "Activity")
            _texts(one, Teacher=course.teacher, Subject=name)
            for curriculum_name in (q for q, courses in problem.curricula.items() if name in courses):
                _texts(one, Students=curriculum_name)
            _texts(one, Duration=1, Total_Duration=course.lectures, Id=number,
                   Activity_Group_Id=group if course.lectures > 1 else 0, Active="true")  # fmt: skip


def _constraints(root: ET.Element, problem: curriculum.Curricula) -> None:
    times, space = ET.SubElement(root, "Time_Constraints_List"), ET.SubElement(root, "Space_Constraints_List")
    _texts(ET.SubElement(times, "ConstraintBasicCompulsoryTime"), Weight_Percentage=100, Active="true")
    _texts(ET.SubElement(space, "ConstraintBasicCompulsorySpace"), Weight_Percentage=100, Active="true")
    number = 0
    for name, course in problem.courses.items():
        ids = list(range(number + 1, number + course.lectures + 1))
        number += course.lectures
        _may_be(times, problem, name)
        if course.lectures > 1:
            spread = ET.SubElement(times, "ConstraintMinDaysBetweenActivities")
            _texts(spread, Weight_Percentage=90, Consecutive_If_Same_Day="true", Number_of_Activities=len(ids))
            for one in ids:
                _texts(spread, Activity_Id=one)
            _texts(spread, MinDays=1, Active="true")
        by_size = sorted(problem.rooms, key=problem.rooms.__getitem__)
        enough = [room for room in by_size if problem.rooms[room] >= course.students]
        enough += [room for room in by_size if room not in enough][
            -1:
        ]  # the next smaller one: not everybody can have a seat
        rooms = ET.SubElement(space, "ConstraintSubjectPreferredRooms")
        _texts(rooms, Weight_Percentage=100, Subject=name, Number_of_Preferred_Rooms=len(enough))
        for room in enough:
            _texts(rooms, Preferred_Room=room)
        _texts(rooms, Active="true")


def _may_be(times: ET.Element, problem: curriculum.Curricula, name: str) -> None:
    free = [period for period in problem.periods if (name, period) not in problem.not_at]
    if len(free) == len(problem.periods):
        return
    rule = ET.SubElement(times, "ConstraintActivitiesPreferredTimeSlots")
    _texts(
        rule,
        Weight_Percentage=100,
        Teacher_Name="",
        Students_Name="",
        Subject_Name=name,
        Activity_Tag_Name="",
        Duration="",
    )
    _texts(rule, Number_of_Preferred_Time_Slots=len(free))
    for period in free:
        day, hour = divmod(period, problem.periods_per_day)
        _texts(ET.SubElement(rule, "Preferred_Time_Slot"), Preferred_Day=f"d{day}", Preferred_Hour=f"h{hour}")
    _texts(rule, Active="true")


def _texts(parent: ET.Element, **values: object) -> None:
    for name, value in values.items():
        ET.SubElement(parent, name).text = str(value)


def _read(problem: curriculum.Curricula, file: Path) -> curriculum.Timetable:
    owner = [name for name, course in problem.courses.items() for _ in range(course.lectures)]
    timetable: curriculum.Timetable = dict.fromkeys(problem.courses, ())
    for one in ET.parse(file).getroot().iter("Activity"):
        day, hour, room = (one.findtext(key, "") for key in ("Day", "Hour", "Room"))
        if day and hour:
            period = int(day[1:]) * problem.periods_per_day + int(hour[1:])
            timetable[owner[int(one.findtext("Id", "0")) - 1]] += ((period, room),)
    return timetable
