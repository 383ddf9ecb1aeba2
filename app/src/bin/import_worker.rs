//! The worker: reads, checks and sends a file, away from the page's thread.

fn main() {
    console_error_panic_hook::set_once();
    app::worker::host::serve().expect("every browser that has workers has message channels");
}
