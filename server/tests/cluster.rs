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
/// The input is closed when the tests end, however they end.
const SCRIPT: &str = r#"
set -eu
trap '' INT
umask 077
folder=$(mktemp -d /tmp/muster-test.XXXXXX)
trap 'rm -rf "$folder"' EXIT
fail() { cat "$folder/log" >&2; exit 1; }
"$1/initdb" --pgdata="$folder/data" --username=muster --auth=trust --encoding=UTF8 --locale=C --no-sync \
    >"$folder/log" 2>&1 </dev/null || fail
"$1/pg_ctl" start --wait --pgdata="$folder/data" --log="$folder/log" --options="-c listen_addresses='' \
    -c unix_socket_directories='$folder' -c max_connections=400 -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off" >>"$folder/log" 2>&1 </dev/null || fail
echo "$folder"
read -r _ || true
"$1/pg_ctl" stop --mode=immediate --pgdata="$folder/data" >/dev/null 2>&1 </dev/null
"#;

/// The cluster of this run.
struct Cluster {
    programs: PathBuf,
    folder: String,
    /// Its standard input is open as long as the tests run.
    _keeper: Child,
}

static CLUSTER: LazyLock<Cluster> = LazyLock::new(start);

/// The address of a new, empty database.
pub(crate) fn new_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let cluster = &*CLUSTER;
    let name = format!("test{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let created = Command::new(cluster.programs.join("createdb"))
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

/// The cells of the rows that a statement finds, `-` for nothing.
pub(crate) fn cells(database: &str, sql: &str) -> Vec<Vec<String>> {
    let text = psql(database, &["--csv", "--pset=null=-", "--command", sql]);
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn psql(database: &str, arguments: &[&str]) -> String {
    let output = Command::new(CLUSTER.programs.join("psql"))
        .args(["--no-psqlrc", "--quiet", "--tuples-only"])
        .args(arguments)
        .arg(database)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn start() -> Cluster {
    let programs =
        programs().unwrap_or_else(|| panic!("no PostgreSQL is installed; run `make setup-all`"));
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
        programs,
        folder,
        _keeper: keeper,
    }
}

/// Of the newest version there is.
fn programs() -> Option<PathBuf> {
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
    newest.map(|(_, programs)| programs).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    })
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    Path::new("/proc/self")
        .metadata()
        .is_ok_and(|metadata| metadata.uid() == 0)
}
