//! Several values in one cell.

/// The parts between `;`, trimmed, without empty and repeated ones, in their order.
pub fn read(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(';').map(super::text::trim) {
        if !part.is_empty() && parts.iter().all(|known| known != part) {
            parts.push(part.to_owned());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(read(text), expected);
    }

    #[test]
    fn parts_are_trimmed_and_each_kept_once() {
        check("gold; vip ;gold", &["gold", "vip"]);
        check("one", &["one"]);
        check("a,b; c d", &["a,b", "c d"]);
        check("Gold;gold", &["Gold", "gold"]);
    }

    #[test]
    fn empty_parts_are_dropped() {
        check("", &[]);
        check(";; ;", &[]);
        check(";a;", &["a"]);
    }
}
