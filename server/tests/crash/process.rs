//! The binary as a process of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use parking_lot::Mutex;

use super::storage::Storage;

/// A running server.
pub(super) struct Muster<'a> {
    storage: &'a Storage,
    running: Mutex<Running>,
}

/// Most bytes of each file that the server may write.
pub(super) type FileLimit = Option<u64>;

struct Running {
    child: Child,
    address: String,
}

impl<'a> Muster<'a> {
    pub(super) fn start(storage: &'a Storage) -> Self {
        Self {
            storage,
            running: Mutex::new(serve(storage, None)),
        }
    }

    /// Where it listens; another port after each start.
    pub(super) fn address(&self) -> String {
        self.running.lock().address.clone()
    }

    pub(super) fn pid(&self) -> u32 {
        self.running.lock().child.id()
    }

    pub(super) fn is_running(&self) -> bool {
        let ended = self.running.lock().child.try_wait();
        ended.unwrap().is_none()
    }

    /// Kills it without a word.
    pub(super) fn kill(&self) {
        self.running.lock().kill();
    }

    /// Kills it without a word, and starts it again.
    pub(super) fn kill_and_restart(&self) {
        let mut running = self.running.lock();
        running.kill();
        self.storage.end_leases();
        *running = serve(self.storage, None);
    }

    /// Starts it again with another limit of its files.
    pub(super) fn restart_with(&self, limit: FileLimit) {
        let mut running = self.running.lock();
        running.kill();
        *running = serve(self.storage, limit);
    }
}

impl Running {
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(storage: &Storage, limit: FileLimit) -> Running {
    let mut server = storage.muster();
    if let Some(limit) = limit {
        // A write past the limit of the shell's process fails as one on a full disk does, once the signal that
        // comes with it is ignored. The shell counts in blocks of 512 bytes.
        let binary = server.get_program().to_owned();
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f $1; shift; exec \"$@\"", "sh"]);
        shell.arg((limit / 512).to_string()).arg(binary);
        for (name, value) in server.get_envs() {
            shell.env(name, value.unwrap());
        }
        server = shell;
    }
    let mut child = server
        // The tests look at a job without a pause.
        .args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim()
        .strip_prefix("listening on ")
        .unwrap()
        .to_owned();
    Running { child, address }
}
