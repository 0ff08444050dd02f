"""Every unhappy answer of the Directory API by name, in the shapes Google uses.

`<name>AfterWork` is the same answer given after the call has been carried out.
"""

from dataclasses import dataclass
from typing import Any, Literal

Shape = Literal["json", "status", "html", "text", "cut"]
Way = Literal["answer", "close", "reset", "hang"]
AFTER_WORK = "AfterWork"


@dataclass(frozen=True, slots=True)
class Answer:
    """One unhappy answer. `way` other than `answer` means that nothing is said at all."""

    status: int
    reason: str = ""
    message: str = ""
    domain: str = "global"
    shape: Shape = "json"
    way: Way = "answer"

    def payload(self) -> dict[str, Any]:
        """Google's error body; newer parts of the API give a status word in place of a list of reasons."""
        error: dict[str, Any] = {"code": self.status, "message": self.message}
        if self.shape == "status":
            return {"error": error | {"status": self.reason}}
        detail = {"domain": self.domain, "reason": self.reason, "message": self.message}
        return {"error": error | {"errors": [detail]}}


class ApiError(Exception):
    """Ends the handling of a call with a refusal."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.reason)
        self.answer = answer


def invalid(message: str) -> ApiError:
    """400 with Google's catch-all reason."""
    return ApiError(Answer(400, "invalid", message))


def refused(name: str) -> ApiError:
    """A named answer as an error."""
    return ApiError(ANSWERS[name])


_LIMIT = "usageLimits"
_RATE = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service."
_DENIED = "Not Authorized to access this resource/api"

ANSWERS: dict[str, Answer] = {
    # slow down
    "userRateLimitExceeded": Answer(403, "userRateLimitExceeded", "User Rate Limit Exceeded", _LIMIT),
    "rateLimitExceeded": Answer(403, "rateLimitExceeded", _RATE, _LIMIT),
    "quotaExceeded": Answer(403, "quotaExceeded", "Quota exceeded for concurrent requests.", _LIMIT),
    "quotaExceededText": Answer(403, message="Request rate higher than configured.", shape="text"),
    "dailyLimitExceeded": Answer(403, "dailyLimitExceeded", "Daily Limit Exceeded", _LIMIT),
    "tooManyRequests": Answer(429, "rateLimitExceeded", "Rate Limit Exceeded", _LIMIT),
    "resourceExhausted": Answer(429, "RESOURCE_EXHAUSTED", _RATE, shape="status"),
    "creationRate": Answer(503, "quotaExceeded", "Request rate higher than configured.", _LIMIT),
    "serviceNotAvailable": Answer(503, "serviceNotAvailable", "Service unavailable. Please try again"),
    "transientError": Answer(503, "transientError", "Transient error."),
    "serviceUnavailablePage": Answer(503, message="Service Unavailable", shape="html"),
    # not ready yet
    "userCreationNotComplete": Answer(412, "conditionNotMet", "User creation is not complete."),
    "concurrentUpdate": Answer(412, "conditionNotMet", "Concurrent email update"),
    "conflict": Answer(409, "conflict", "Conflicting requests"),
    "aborted": Answer(409, "ABORTED", "The operation was aborted.", shape="status"),
    "duplicate": Answer(409, "duplicate", "Entity already exists."),
    "alreadyExists": Answer(409, "ALREADY_EXISTS", "Requested entity already exists.", shape="status"),
    "userNotFound": Answer(404, "notFound", "Resource Not Found: userKey"),
    "forbidden": Answer(403, "forbidden", _DENIED),
    # nobody knows what happened
    "systemError": Answer(400, "invalid", "A system error has occurred"),
    "backendError": Answer(500, "backendError", "Backend Error"),
    "internalError": Answer(500, "internalError", "Internal Error"),
    "unknownError": Answer(500, "unknownError"),
    "internalErrorPage": Answer(500, message="Internal Server Error", shape="html"),
    "badGateway": Answer(502, message="Bad Gateway", shape="html"),
    "gatewayTimeout": Answer(504, message="Gateway Timeout", shape="html"),
    "timeout": Answer(0, way="hang"),
    "closed": Answer(0, way="close"),
    "reset": Answer(0, way="reset"),
    "cutOff": Answer(200, message='{"kind": "admin#directory#user", "id', shape="cut"),
    # the person's data
    "invalidName": Answer(400, "invalid", "Invalid Given/Family Name: FamilyName"),
    "invalidPassword": Answer(400, "invalid", "Invalid Password"),
    "invalidInput": Answer(400, "invalid", "Invalid Input: primary_user_email"),
    "required": Answer(400, "required", "Required parameter is missing"),
    "badRequest": Answer(400, "badRequest", "Bad Request"),
    "invalidArgument": Answer(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", shape="status"),
    "badRequestPage": Answer(400, message="Bad Request", shape="html"),
    # an engineer is needed
    "authError": Answer(401, "authError", "Invalid Credentials"),
    "loginRequired": Answer(401, "required", "Login Required"),
    "insufficientPermissions": Answer(403, "insufficientPermissions", "Insufficient Permission"),
    "permissionDenied": Answer(403, "PERMISSION_DENIED", "The caller does not have permission", shape="status"),
    "domainCannotUseApis": Answer(403, "domainCannotUseApis", "Domain cannot use apis."),
    "accessNotConfigured": Answer(403, "accessNotConfigured", "Access Not Configured.", _LIMIT),
    "limitExceeded": Answer(403, "limitExceeded", "Limit Exceeded"),
    "forbiddenPage": Answer(403, message="Forbidden", shape="html"),
    "domainNotFound": Answer(404, "notFound", "Resource Not Found: domain"),
    "notFoundPage": Answer(404, message="Not Found", shape="html"),
    "domainNotVerified": Answer(400, "invalid", "New domain name is not a verified secondary domain"),
    "invalidOrgUnit": Answer(400, "invalid", "Invalid Input: INVALID_OU_ID"),
    "failedPrecondition": Answer(400, "failedPrecondition", "Precondition check failed."),
    "userLimit": Answer(412, "limitExceeded", "Domain user limit reached."),
    "licences": Answer(412, "insufficientArchivedUserLicenses", "Insufficient archived user licenses"),
}


def named(name: str) -> tuple[Answer, bool]:
    """Answer of that name, and whether the call is carried out first. Raises KeyError."""
    return ANSWERS[name.removesuffix(AFTER_WORK)], name.endswith(AFTER_WORK)
