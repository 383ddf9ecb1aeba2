//! Times as the API writes them.

use import_core::record::Timestamp;

/// RFC 3339 with milliseconds, in UTC: `2026-03-04T05:06:07.890Z`.
pub(crate) fn rfc3339(time: Timestamp) -> String {
    // A time outside of what a calendar can say is shown as the nearest one that it can.
    let time = jiff::Timestamp::from_microsecond(time).unwrap_or(if time < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    });
    format!("{time:.3}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn milliseconds_are_always_shown() {
        assert_eq!(super::rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(
            super::rfc3339(1_772_600_767_890_123),
            "2026-03-04T05:06:07.890Z"
        );
    }
}
