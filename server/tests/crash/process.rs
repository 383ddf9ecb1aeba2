//! The binary as a process of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use parking_lot::Mutex;

pub(super) const PASSWORD: &str = "correct horse battery";

/// A running server on a database of its own.
pub(super) struct Muster {
    folder: PathBuf,
    running: Mutex<Running>,
}

/// Most bytes of each file that the server may write.
pub(super) type FileLimit = Option<u64>;

struct Running {
    child: Child,
    address: String,
}

impl Muster {
    /// Starts a server with one user, `ada`.
    pub(super) fn start(folder: &Path) -> Self {
        let mut user = command(folder)
            .args(["user", "create", "--name", "ada", "--password-stdin"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = user.stdin.take().unwrap();
        writeln!(input, "{PASSWORD}").unwrap();
        drop(input);
        assert!(user.wait().unwrap().success());
        Self {
            folder: folder.to_owned(),
            running: Mutex::new(serve(folder, None)),
        }
    }

    /// Where it listens; another port after each start.
    pub(super) fn address(&self) -> String {
        self.running.lock().address.clone()
    }

    /// Kills it without a word, and starts it again.
    pub(super) fn kill_and_restart(&self) {
        let mut running = self.running.lock();
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        *running = serve(&self.folder, None);
    }

    /// Starts it again with another limit of its files.
    pub(super) fn restart_with(&self, limit: FileLimit) {
        let mut running = self.running.lock();
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        *running = serve(&self.folder, limit);
    }
}

impl Drop for Muster {
    fn drop(&mut self) {
        let child = &mut self.running.get_mut().child;
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    let database = format!("sqlite:{}", folder.join("muster.db").display());
    command.env("MUSTER_DATABASE", database);
    command.env("MUSTER_LOG", "error");
    command
}

fn serve(folder: &Path, limit: FileLimit) -> Running {
    let mut server = command(folder);
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
        .args(["serve", "--listen", "127.0.0.1:0"])
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
