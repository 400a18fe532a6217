"""What Ben writes of the work with Ana."""

from daybridge.core.ids import new_id
from daybridge.therapies import actions
from daybridge.therapies.events import OutlineWritten
from daybridge.therapies.rules import Kind
from tests.cast import House


def an_outline(
    house: House, kind: Kind = Kind.FORMULATION, *, is_shared: bool = False, based_on: int = 0, **content: str
) -> OutlineWritten:
    said = content or {"thoughts": "Seven quiet herons fly away"}
    return actions.write_outline(
        house.actors["Ben"], house.participants["Ana"], kind=kind, content=said, is_shared=is_shared, based_on=based_on
    )


def some_homework(house: House, said: str = "Feed the seven quiet herons") -> None:
    actions.agree_on_homework(house.actors["Ben"], house.participants["Ana"], homework_id=new_id(), said=said)
