"""Bugs of PingOne's devices and of the recovery of passwords: who is let in, and how often."""

from fakeping.families.pingone.signin import device_deciding, recoveries
from fakeping.families.pingone.signin.devices import Devices
from fakeping.families.pingone.signin.recoveries import Recoveries
from tests.contract.bugs.seams import bugs, exchanged, instead, nothing

current = bugs("pingone.current")


def of_anybody(right, environment, application, user_code):
    return right(environment, None, user_code)


def never(right, *asked):
    return False


def as_fast_as_ever(right, devices, code, device):
    known = devices.get(code)
    soon = right(devices, code, device)
    if known is not None:
        devices.load(code, known, expires_at=known.ends_at + 1)
    return soon


def however_often(right, recoveries, user_id, sent):
    found = recoveries.of(user_id)
    if found is None or not found.is_code(sent):
        return "wrong"
    return right(recoveries, user_id, sent)


BUGS = (
    current(
        "a device has its tokens twice",
        instead(Devices, "take", nothing),
        "device.token",
    ),
    current(
        "a device's codes never end",
        instead(Devices, "has_ended", never),
        "device.ended device.user-code",
    ),
    current(
        "a device need not slow down",
        instead(Devices, "asks", as_fast_as_ever),
        "device.pending",
    ),
    current(
        "a user code is of any application",
        instead(device_deciding, "waiting_for", of_anybody),
        "device.user-code",
    ),
    current(
        "a recovery code can be guessed",
        instead(Recoveries, "refusal", however_often),
        "password.recovery-wrong",
    ),
    current(
        "a recovery code holds a second longer",
        exchanged(recoveries, "LIFETIME", 301),
        "password.recovery-wrong",
    ),
)
