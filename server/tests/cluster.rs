//! A `PostgreSQL` that is thrown away: started by the first test that needs it, gone with the last.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where Debian keeps each version's programs.
const INSTALLED: &str = "/usr/lib/postgresql";

/// Starts a cluster on a socket of its own, waits until its standard input is closed, and removes everything.
/// The input is closed when the tests end, however they end. Where it is given a port, it listens there as well, and
/// encrypts with the certificate and the key that it is given.
const SCRIPT: &str = r#"
set -eu
trap '' INT
umask 077
folder=$(mktemp -d /tmp/muster-test.XXXXXX)
trap 'rm -rf "$folder"' EXIT
fail() { cat "$folder/log" >&2; exit 1; }
"$1/initdb" --pgdata="$folder/data" --username=muster --auth=trust --encoding=UTF8 --locale=C --no-sync \
    >"$folder/log" 2>&1 </dev/null || fail
network="-c listen_addresses=''"
if [ -n "${MUSTER_TEST_PORT:-}" ]; then
    printf %s "$MUSTER_TEST_CERTIFICATE" >"$folder/certificate.pem"
    printf %s "$MUSTER_TEST_KEY" >"$folder/key.pem"
    network="-c listen_addresses=127.0.0.1 -c port=$MUSTER_TEST_PORT -c ssl=on \
        -c ssl_cert_file='$folder/certificate.pem' -c ssl_key_file='$folder/key.pem'"
fi
"$1/pg_ctl" start --wait --pgdata="$folder/data" --log="$folder/log" --options="$network \
    -c unix_socket_directories='$folder' -c max_connections=400 -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off" >>"$folder/log" 2>&1 </dev/null || fail
echo "$folder"
read -r _ || true
"$1/pg_ctl" stop --mode=immediate --pgdata="$folder/data" >/dev/null 2>&1 </dev/null
"#;

/// A running cluster.
pub(crate) struct Cluster {
    folder: String,
    /// Its standard input is open as long as the tests run.
    _keeper: Child,
}

/// The cluster of this run.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| start(&[]));

/// The address of a new, empty database.
pub(crate) fn new_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let cluster = &*CLUSTER;
    let name = format!("test{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let created = Command::new(programs().join("createdb"))
        .args(["--username=muster", "--template=template0", "--host"])
        .args([&cluster.folder, &name])
        .status()
        .unwrap();
    assert!(created.success(), "could not create a database");
    format!("postgres:///{name}?user=muster&host={}", cluster.folder)
}

/// The rows that a statement finds in a database, as text.
pub(crate) fn rows(database: &str, sql: &str) -> Vec<String> {
    let text = psql(database, &["--no-align", "--command", sql]);
    text.lines().map(str::to_owned).collect()
}

/// What the program `psql` answers to a statement that it is given by `arguments`.
pub(crate) fn psql(database: &str, arguments: &[&str]) -> String {
    let output = Command::new(programs().join("psql"))
        .args(["--no-psqlrc", "--quiet", "--tuples-only"])
        .args(arguments)
        .arg(database)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Starts a cluster; the variables are those that the script knows.
pub(crate) fn start(variables: &[(&str, &str)]) -> Cluster {
    let programs = programs();
    // A server refuses to run as root.
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            "sh",
        ]);
        command
    } else {
        Command::new("sh")
    };
    let mut keeper = command
        .args(["-c", SCRIPT, "sh"])
        .arg(&programs)
        .envs(variables.iter().copied())
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut folder = String::new();
    let output = keeper.stdout.take().unwrap();
    BufReader::new(output).read_line(&mut folder).unwrap();
    let folder = folder.trim().to_owned();
    assert!(!folder.is_empty(), "PostgreSQL did not start");
    Cluster {
        folder,
        _keeper: keeper,
    }
}

/// Where those of the newest version are.
fn programs() -> PathBuf {
    let versions = fs::read_dir(INSTALLED).into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            programs
                .join("initdb")
                .exists()
                .then_some((version, programs))
        })
        .max();
    let in_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    };
    newest
        .map(|(_, programs)| programs)
        .or_else(in_path)
        .unwrap_or_else(|| panic!("no PostgreSQL is installed; run `make setup-all`"))
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    Path::new("/proc/self")
        .metadata()
        .is_ok_and(|metadata| metadata.uid() == 0)
}
