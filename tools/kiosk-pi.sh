#!/bin/sh
# Makes a Linux machine (Raspberry Pi OS, Debian, Ubuntu) a yousaid tablet or
# whiteboard screen: Chromium fills the screen, starts at boot, comes back when
# it ends, and keeps its memory, so that words that wait for the network
# survive a power cut.
#
#   tools/kiosk-pi.sh [--dry-run] [--remove] kiosk|board https://said.example.org
#
# Run it as the person who is signed in on the machine by itself, not as root.
# --dry-run prints what would be written and run, and changes nothing.
set -eu

usage() {
	echo "usage: kiosk-pi.sh [--dry-run] [--remove] kiosk|board https://said.example.org" >&2
	exit 2
}

dry=
remove=
while [ $# -gt 0 ]; do
	case $1 in
	--dry-run) dry=1 ;;
	--remove) remove=1 ;;
	--*) usage ;;
	*) break ;;
	esac
	shift
done

config=${XDG_CONFIG_HOME:-"$HOME/.config"}
data=${XDG_DATA_HOME:-"$HOME/.local/share"}
unit=$config/systemd/user/yousaid-kiosk.service
launcher=$data/yousaid-kiosk/start
profile=$data/yousaid-kiosk/profile

# run says what it does, and does it unless it is a dry run.
run() {
	echo "+ $*"
	[ -n "$dry" ] || "$@"
}

# write puts its input into a file.
write() {
	echo "> $1"
	if [ -n "$dry" ]; then
		sed 's/^/  | /'
		return
	fi
	mkdir -p "$(dirname "$1")"
	cat >"$1"
}

if [ -n "$remove" ]; then
	run systemctl --user disable --now yousaid-kiosk.service
	run rm -f "$unit" "$launcher"
	echo "The browser's memory stays in $profile: words may still wait in it."
	exit 0
fi

[ $# -eq 2 ] || usage
kind=$1
url=${2%/}
case $kind in
kiosk) page=/kiosk ;;
board) page=/board?pair ;;
*) usage ;;
esac
case $url in
*[!A-Za-z0-9.:/_-]*) usage ;;
https://?*) ;;
http://?*) echo "Without https this machine cannot take words while the network is away." >&2 ;;
*) usage ;;
esac

if [ "$(id -u)" -eq 0 ] && [ -z "$dry" ]; then
	echo "kiosk-pi.sh: run it as the person who is signed in on the screen, not as root" >&2
	exit 1
fi

browser=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$browser" ]; then
	if [ -z "$dry" ]; then
		echo "kiosk-pi.sh: chromium is missing: sudo apt install chromium" >&2
		exit 1
	fi
	browser=/usr/bin/chromium
fi

# The page is opened again only when the server answers: a browser's own error
# page would stand on the screen for ever. A tablet that has been open before
# starts without the network too, so after a minute it is opened anyway.
write "$launcher" <<END
#!/bin/sh
n=0
until curl -fsS -o /dev/null --max-time 4 '$url/healthz' || [ "\$n" -ge 12 ]; do
	n=\$((n + 1))
	sleep 5
done
# After a power cut Chromium would ask whether to restore its pages.
prefs='$profile/Default/Preferences'
[ ! -f "\$prefs" ] || sed -i 's/"exit_type":"[^"]*"/"exit_type":"Normal"/' "\$prefs"
# An X screen must not go dark; under Wayland the compositor decides (on a
# Raspberry Pi raspi-config tells it, below).
if [ -n "\${DISPLAY:-}" ] && command -v xset >/dev/null; then
	xset s off s noblank -dpms || true
fi
exec $browser --kiosk --app='$url$page' --user-data-dir='$profile' \\
	--noerrdialogs --disable-pinch --overscroll-history-navigation=0 \\
	--disable-session-crashed-bubble --hide-crash-restore-bubble \\
	--disable-features=Translate,TranslateUI --no-first-run --password-store=basic \\
	--check-for-update-interval=31536000 --ozone-platform-hint=auto
END
run chmod 755 "$launcher"

write "$unit" <<END
[Unit]
Description=yousaid $kind
After=graphical-session.target
PartOf=graphical-session.target
StartLimitIntervalSec=0

[Service]
ExecStart=$launcher
Restart=always
RestartSec=3

[Install]
WantedBy=default.target
END

# labwc and wayfire on Raspberry Pi OS end the session's graphics with their
# own file; that they start the unit too makes it independent of the desktop.
if [ -d "$config/labwc" ] || [ -n "$dry" ]; then
	autostart=$config/labwc/autostart
	line='systemctl --user start yousaid-kiosk.service &'
	if ! grep -qsF "$line" "$autostart"; then
		echo "> $autostart (one line more)"
		if [ -n "$dry" ]; then
			echo "  | $line"
		else
			echo "$line" >>"$autostart"
		fi
	fi
fi

if command -v raspi-config >/dev/null; then
	run sudo raspi-config nonint do_blanking 1 # 1: the screen is never blanked
	run sudo raspi-config nonint do_boot_behaviour B4 # signs in on the desktop by itself
fi
run systemctl --user daemon-reload
run systemctl --user enable yousaid-kiosk.service
run systemctl --user restart yousaid-kiosk.service
echo "The screen shows a code now. Type it at $url/office/devices."
