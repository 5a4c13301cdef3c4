"""Why the embedded system cannot start or go on: a sentence, what to do about it, and the exit code."""

NO = 1
USAGE = 2
SERVICE_DOWN = 69
INTERNAL = 70
TRY_AGAIN = 75


class StartFailure(Exception):
    """The platform stops here: `message` says what is wrong, `advice` what to do, `code` is the exit code.

    Codes follow the command line's contract: 69 a needed service is down, 1 the answer is no, 70 internal, 75 try again.
    """

    def __init__(self, message: str, advice: str, code: int) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.code = code
