"""What is wrong with this installation, in one plain sentence, and the way out of it."""


class Trouble(Exception):
    """Something on this machine stops us; `what` says what, `way_out` says what a person can do about it."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(f"{what} {way_out}")
        self.what = what
        self.way_out = way_out
