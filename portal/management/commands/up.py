"""Web, worker and clock in one command."""

import os
import signal
import socket
import subprocess
import time
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from agencies.views import demo_accounts
from portal import env, processes

GRACE = 15  # seconds the processes get to finish what they are doing


class Command(BaseCommand):
    help = "Serve the portal on this machine: web, worker and clock together, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=int,
            help="TCP port, 0 for any free one; without it PORT, or 8000",
        )

    def handle(self, *args: object, port: int | None, **options: object) -> None:
        wanted = env.whole("PORT", 8000, low=0, high=65535) if port is None else port
        listener = self.listener(wanted)
        port = listener.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        self.refuse_old_database()
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        signal.signal(signal.SIGTERM, self.interrupt)
        environment = {"PORTAL_URL": address} | {k: v for k, v in os.environ.items() if v}
        commands = {
            "web": processes.web(listener),
            "worker": processes.embedded_worker(settings.VAR),
        }
        running = {
            name: subprocess.Popen(
                command,
                env=environment,
                cwd=settings.BASE_DIR,
                pass_fds=[listener.fileno()] if name == "web" else [],
            )
            for name, command in commands.items()
        }
        listener.close()  # it is the web process's alone
        try:
            self.wait_for(port, running)
            if settings.PORTAL_DEMO:
                self.show_accounts()
            self.stdout.write(f"\nThe portal is at {address} (Ctrl-C ends it).")
            self.stdout.flush()
            while not (ended := [name for name, process in running.items() if process.poll() is not None]):
                time.sleep(0.2)
            raise CommandError(f"The {ended[0]} process has ended by itself; the lines above say why.")
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
        finally:
            self.stop(running)

    def show_accounts(self) -> None:
        """The accounts of the demo, one line each, as the sign-in page shows them."""
        accounts = demo_accounts()
        self.stdout.write(f"\nDemo accounts, password {accounts[0]['password']}:" if accounts else "")
        for account in accounts:
            self.stdout.write(f"  {account['email']:34} {account['role_label']}, {account['agency']}")

    @staticmethod
    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    @staticmethod
    def listener(port: int) -> socket.socket:
        try:
            return processes.bound(port)
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", "") or error
            raise CommandError(f"Port {port} cannot be used ({why}); choose another: PORT=8001.") from None

    @staticmethod
    def refuse_old_database() -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is older than the code: run `manage.py migrate` first.")
        connection.close()

    @staticmethod
    def wait_for(port: int, running: dict[str, subprocess.Popen]) -> None:
        """Return when the web process answers, or when a process has ended."""
        while all(process.poll() is None for process in running.values()):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)

    @staticmethod
    def stop(running: dict[str, subprocess.Popen]) -> None:
        """Ask every process to end, wait, and kill what is left."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running.values():
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
