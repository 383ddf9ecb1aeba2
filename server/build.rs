//! Lets the server build before the page was built: the folder of the built page has to be there.

use std::path::Path;

fn main() {
    let dist = Path::new("../app/dist");
    println!("cargo::rerun-if-changed=../app/dist");
    if !dist.exists()
        && let Err(error) = std::fs::create_dir_all(dist)
    {
        println!(
            "cargo::error=could not create `{}`: {error}",
            dist.display()
        );
    }
}
