"""The servers for video: which are installed, how ours are set up, and where the web process finds them.

Ours listen to nobody but us: Janus takes orders on loopback alone, with a secret, and records nothing; coturn relays only to Janus, for
people whom a session has let in. A system's own units of both must not run (docs/operating.md).
"""

import asyncio
import ipaddress
import json
import os
import secrets as randomness
import shutil
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from daybridge.installation import home
from daybridge.installation.account import Account, account_for

INSTALL = "apt-get install -y --no-install-recommends janus coturn"
#: Under this name web processes are told where the room process is, an address of this machine's own.
ROOMS_AT = "DAYBRIDGE_ROOMS"
_PLUGINS = Path("/usr/lib/x86_64-linux-gnu/janus")
_RTP_PORTS, _RELAY_PORTS = (20_000, 20_999), (21_000, 21_999)


@dataclass(frozen=True)
class Media:
    """How the web process reaches the servers; what it hands to browsers is the relay's address and what opens it for a while."""

    janus_url: str = ""
    janus_secret: str = ""
    janus_admin_key: str = ""
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = ""
    #: A LiveKit of the site's own, in place of Janus: its address for browsers, and the key that gives orders.
    livekit_url: str = ""
    livekit_key: str = ""
    livekit_secret: str = ""

    @property
    def has_rooms(self) -> bool:
        return bool(self.janus_url)

    @property
    def is_livekit(self) -> bool:
        return bool(self.livekit_url)


@dataclass(frozen=True)
class Server:
    """One of the programs, as it is to be started."""

    name: str
    words: tuple[str, ...]
    account: Account | None


def known() -> Media:
    """The servers that an administrator names in the environment, else those that `up` has started."""
    if url := livekit_url():
        key, secret = (os.environ.get(f"DAYBRIDGE_LIVEKIT_{word}", "") for word in ("KEY", "SECRET"))
        return Media(livekit_url=url, livekit_key=key, livekit_secret=secret)
    if url := os.environ.get("DAYBRIDGE_JANUS_URL", ""):
        return Media(
            url, os.environ.get("DAYBRIDGE_JANUS_SECRET", ""), os.environ.get("DAYBRIDGE_JANUS_ADMIN_KEY", ""),
            tuple(os.environ.get("DAYBRIDGE_TURN_URLS", "").split()), os.environ.get("DAYBRIDGE_TURN_SECRET", ""),
        )  # fmt: skip
    try:
        told = json.loads(_told_in().read_text())
    except (OSError, ValueError):
        return Media()
    return Media(**{**told, "turn_urls": tuple(told["turn_urls"])})


def livekit_url() -> str:
    """Where browsers reach the site's LiveKit; empty where Janus carries video, or nothing does."""
    return os.environ.get("DAYBRIDGE_LIVEKIT_URL", "")


def trouble_with_livekit(known: Media) -> str:
    """What keeps us from giving the site's LiveKit orders; empty when nothing does. It is asked of a room that is never there."""
    import aiohttp
    from livekit import api

    if not (known.livekit_key and known.livekit_secret):
        return "LiveKit has no key or no secret from us."

    async def ask() -> str:
        patience = aiohttp.ClientTimeout(total=5)
        async with api.LiveKitAPI(
            known.livekit_url, known.livekit_key, known.livekit_secret, timeout=patience
        ) as server:
            try:
                await server.room.list_participants(api.ListParticipantsRequest(room="daybridge-health"))
            except api.ServerError as error:
                return "" if error.code == api.ServerErrorCode.NOT_FOUND else f"LiveKit refused: {error.code}."
            except (aiohttp.ClientError, TimeoutError):
                return "LiveKit does not answer."
        return ""

    return asyncio.run(ask())


def _told_in() -> Path:
    return home.home() / "video.json"


def prepare(address: str, say: Callable[[str], None]) -> list[Server]:
    """Set up what is installed here, and say in words what is missing; none where it is switched off or reached elsewhere."""
    _told_in().unlink(missing_ok=True)
    if os.environ.get("DAYBRIDGE_VIDEO", "on") == "off" or os.environ.get("DAYBRIDGE_JANUS_URL") or livekit_url():
        return []
    address = os.environ.get("DAYBRIDGE_MEDIA_ADDRESS", "") or address
    janus, turn = shutil.which("janus"), shutil.which("turnserver")
    if not janus:
        say(f"Video for groups is off: Janus is not installed ({INSTALL}). One to one works without it.")
    elif not _is_ours(address):
        say(
            f"Video for groups is off: {address or 'no address'} is none of this machine's. Set DAYBRIDGE_MEDIA_ADDRESS."
        )
    if not _is_ours(address):
        return []
    folder, account = _folder()
    media, servers = Media(), []
    if janus:
        media, server = _janus(janus, folder, account, address)
        servers.append(server)
    if turn:
        media, server = _turn(turn, folder, account, address, media)
        servers.append(server)
    elif janus:
        say(f"No relay for phones behind strict networks: coturn is not installed ({INSTALL}).")
    home.write_private_file(_told_in(), json.dumps(asdict(media)).encode())
    return servers


def _is_ours(address: str) -> bool:
    """Whether this machine has it. Janus does not use loopback, and a list of addresses that fits none lets it use all."""
    try:
        if ipaddress.ip_address(address).is_loopback:
            return False
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except (OSError, ValueError):
        return False
    return True


def _folder() -> tuple[Path, Account | None]:
    """Where their settings lie, readable by the account that they run as and nobody else."""
    folder = home.home() / "video"
    folder.mkdir(exist_ok=True)
    account = account_for(folder / "none")
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder, account


def _write(path: Path, words: str, account: Account | None) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    home.write_private_file(path, words.encode())
    if account:
        os.chown(path.parent, account.uid, account.gid)
        os.chown(path, account.uid, account.gid)


def _free_port(address: str) -> int:
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def _janus(program: str, folder: Path, account: Account | None, address: str) -> tuple[Media, Server]:
    port, secret, admin_key = _free_port("127.0.0.1"), randomness.token_urlsafe(32), randomness.token_urlsafe(32)
    public = os.environ.get("DAYBRIDGE_MEDIA_PUBLIC_ADDRESS", "")
    mapping = f'nat_1_1_mapping = "{public}"\n  keep_private_host = true' if public else ""
    plugins, transports = (
        ",".join(sorted(one.name for one in (_PLUGINS / kind).glob("*.so") if one.name != kept))
        for kind, kept in (("plugins", "libjanus_videoroom.so"), ("transports", "libjanus_websockets.so"))
    )
    settings = folder / "janus"
    _write(
        settings / "janus.jcfg",
        f"""general: {{
  configs_folder = "{settings}"
  plugins_folder = "{_PLUGINS}/plugins"
  transports_folder = "{_PLUGINS}/transports"
  events_folder = "{_PLUGINS}/events"
  loggers_folder = "{_PLUGINS}/loggers"
  log_to_stdout = true
  debug_level = 3
  api_secret = "{secret}"
  admin_secret = "{randomness.token_urlsafe(32)}"
  session_timeout = 60
  hide_dependencies = true
}}
media: {{
  rtp_port_range = "{_RTP_PORTS[0]}-{_RTP_PORTS[1]}"
}}
nat: {{
  ice_enforce_list = "{address}"
  full_trickle = true
  {mapping}
}}
plugins: {{ disable = "{plugins}" }}
transports: {{ disable = "{transports}" }}
""",
        account,
    )
    _write(
        settings / "janus.transport.websockets.jcfg",
        f"""general: {{ json = "compact"
  ws = true
  ws_port = {port}
  ws_ip = "127.0.0.1"
  wss = false
}}
admin: {{ admin_ws = false
  admin_wss = false
}}
""",
        account,
    )
    _write(
        settings / "janus.plugin.videoroom.jcfg",
        f"""general: {{ admin_key = "{admin_key}"
  string_ids = true
}}
""",
        account,
    )
    words = (program, f"--configs-folder={settings}", f"--config={settings / 'janus.jcfg'}")
    return Media(f"ws://127.0.0.1:{port}", secret, admin_key), Server("media server", words, account)


def _turn(program: str, folder: Path, account: Account | None, address: str, media: Media) -> tuple[Media, Server]:
    port, secret = _free_port(address), randomness.token_urlsafe(32)
    public = os.environ.get("DAYBRIDGE_MEDIA_PUBLIC_ADDRESS", "")
    outside = f"external-ip={public}/{address}\n" if public else ""
    # Two browsers that both use the relay meet at its own address, as Janus does: nobody has to be reached elsewhere.
    reached = "".join(f"allowed-peer-ip={one}\n" for one in dict.fromkeys((address, public or address)))
    settings = folder / "turn"
    _write(
        settings / "turnserver.conf",
        f"listening-ip={address}\nlistening-port={port}\nrelay-ip={address}\n{outside}"
        f"min-port={_RELAY_PORTS[0]}\nmax-port={_RELAY_PORTS[1]}\n"
        f"fingerprint\nuse-auth-secret\nstatic-auth-secret={secret}\nrealm=daybridge\n"
        f"no-cli\nno-tls\nno-dtls\nno-multicast-peers\nstale-nonce=600\nuser-quota=8\ntotal-quota=800\n"
        f"no-stdout-log\nsimple-log\nlog-file=/dev/null\npidfile={settings / 'turn.pid'}\nuserdb={settings / 'turndb'}\n"
        f"no-tcp-relay\ndenied-peer-ip=0.0.0.0-255.255.255.255\n"
        f"denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\n{reached}",
        account,
    )
    host = public or address
    urls = (f"turn:{host}:{port}?transport=udp", f"turn:{host}:{port}?transport=tcp")
    told = Media(media.janus_url, media.janus_secret, media.janus_admin_key, urls, secret)
    return told, Server("relay", (program, "-c", str(settings / "turnserver.conf")), account)


def started_as(server: Server) -> Mapping[str, Any]:
    """Words for Popen: as their unprivileged account, and never outliving us."""
    return {"preexec_fn": _end_with_parent, "cwd": "/", **(server.account.as_popen_words() if server.account else {})}


def _end_with_parent() -> None:
    """Linux tells the program to end when whoever started it has died (PR_SET_PDEATHSIG)."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
