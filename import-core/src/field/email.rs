//! E-mail addresses.

/// What is compared: the whole address in lower case, its domain in ASCII.
pub fn key(address: &str) -> String {
    address.to_lowercase()
}
