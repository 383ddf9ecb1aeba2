//! The numbering plans that are read without the library: the commonest shapes of the commonest countries.
//!
//! Found by asking the library about every beginning of four digits; the tests of
//! [`quick`](super::quick) ask it again, so that new metadata cannot go another way unnoticed.

/// What is known of one calling code.
#[derive(Debug)]
pub(super) struct Plan {
    /// Without the plus.
    pub(super) calling_code: &'static str,
    /// The regions whose national spellings are read by this plan.
    pub(super) regions: &'static [&'static str],
    /// What is dialled before a number inside the country; may be empty.
    pub(super) trunk: &'static str,
    /// The known kinds of number.
    pub(super) numbers: &'static [Numbers],
}

/// Numbers that are written alike.
#[derive(Debug)]
pub(super) struct Numbers {
    /// The region they belong to; numbers that are possible but not assigned belong to the plan's first.
    pub(super) region: &'static str,
    /// How the national digits are grouped for people; one `#` for each.
    pub(super) shape: &'static str,
    /// How many digits.
    pub(super) digits: usize,
    /// Their first four digits, in order, both ends included.
    pub(super) beginnings: &'static [(u16, u16)],
}

/// Every plan; no calling code is the beginning of another.
#[rustfmt::skip]
pub(super) const PLANS: &[Plan] = &[
    Plan { calling_code: "1", regions: &["US", "CA"], trunk: "1", numbers: &[
        Numbers { region: "US", shape: "###-###-####", digits: 10, beginnings: &[
            (2000, 2039), (2050, 2259), (2270, 2359), (2370, 2419), (2430, 2459), (2470, 2489),
            (2510, 2569), (2580, 2629), (2650, 2679), (2690, 2729), (2740, 2839), (2850, 2889),
            (2900, 3059), (3070, 3399), (3410, 3429), (3440, 3449), (3460, 3539), (3550, 3649),
            (3660, 3669), (3690, 3819), (3830, 4029), (4040, 4159), (4170, 4179), (4190, 4279),
            (4290, 4309), (4320, 4369), (4390, 4409), (4420, 4499), (4510, 4679), (4690, 4729),
            (4750, 5059), (5070, 5139), (5150, 5189), (5200, 5479), (5490, 5789), (5800, 5809),
            (5820, 5839), (5850, 5869), (5880, 5999), (6010, 6039), (6050, 6129), (6140, 6219),
            (6230, 6329), (6340, 6389), (6400, 6469), (6480, 6489), (6500, 6579), (6590, 6639),
            (6650, 6699), (6730, 6829), (6850, 7049), (7060, 7089), (7100, 7209), (7220, 7419),
            (7430, 7529), (7540, 7579), (7590, 7669), (7680, 7779), (7790, 7799), (7810, 7819),
            (7830, 7839), (7850, 7869), (7880, 8069), (8080, 8089), (8100, 8189), (8200, 8249),
            (8260, 8289), (8300, 8489), (8500, 8669), (8700, 8729), (8740, 8759), (8770, 8789),
            (8800, 9019), (9030, 9049), (9060, 9389), (9400, 9419), (9430, 9999),
        ] },
        Numbers { region: "CA", shape: "###-###-####", digits: 10, beginnings: &[
            (2042, 2049), (2262, 2269), (2362, 2369), (2492, 2499), (2502, 2509), (2572, 2579),
            (2632, 2639), (2732, 2739), (2892, 2899), (3062, 3069), (3432, 3439), (3542, 3549),
            (3652, 3659), (3672, 3679), (3682, 3689), (3822, 3829), (4032, 4039), (4162, 4169),
            (4182, 4189), (4282, 4289), (4312, 4319), (4372, 4379), (4382, 4389), (4502, 4509),
            (4682, 4689), (4742, 4749), (5062, 5069), (5142, 5149), (5192, 5199), (5482, 5489),
            (5792, 5799), (5812, 5819), (5842, 5849), (5872, 5879), (6002, 6009), (6042, 6049),
            (6132, 6139), (6222, 6229), (6332, 6339), (6392, 6399), (6472, 6479), (6722, 6729),
            (6832, 6839), (7052, 7059), (7092, 7099), (7422, 7429), (7532, 7539), (7782, 7789),
            (7802, 7809), (7822, 7829), (8072, 8079), (8192, 8199), (8252, 8259), (8672, 8679),
            (8732, 8739), (8792, 8799), (9022, 9029), (9052, 9059), (9422, 9429),
        ] },
    ] },
    Plan { calling_code: "44", regions: &["GB"], trunk: "0", numbers: &[
        Numbers { region: "GB", shape: "#### ######", digits: 10, beginnings: &[
            (7300, 7456), (7458, 7508), (7510, 7523), (7525, 7599), (7701, 7780), (7782, 7796),
            (7798, 7828), (7830, 7838), (7840, 7910), (7912, 7936), (7938, 7999),
        ] },
        Numbers { region: "GB", shape: "## #### ####", digits: 10, beginnings: &[
            (2000, 2019), (2030, 2049), (2070, 2089), (2300, 2319), (2380, 2419), (2470, 2479),
            (2800, 2849), (2860, 2929),
        ] },
        Numbers { region: "GB", shape: "### ### ####", digits: 10, beginnings: &[
            (1130, 1135), (1138, 1138), (1140, 1145), (1150, 1152), (1156, 1164), (1170, 1174),
            (1179, 1184), (1189, 1189), (1210, 1217), (1310, 1318), (1410, 1419), (1510, 1519),
            (1610, 1619), (1910, 1919),
        ] },
    ] },
    Plan { calling_code: "86", regions: &["CN"], trunk: "", numbers: &[
        Numbers { region: "CN", shape: "### #### ####", digits: 11, beginnings: &[
            (1300, 1399), (1450, 1459), (1470, 1479), (1500, 1539), (1550, 1599), (1610, 1610),
            (1620, 1629), (1650, 1679), (1700, 1739), (1750, 1789), (1800, 1939), (1950, 1999),
        ] },
    ] },
    Plan { calling_code: "33", regions: &["FR"], trunk: "0", numbers: &[
        Numbers { region: "FR", shape: "# ## ## ## ##", digits: 9, beginnings: &[
            (1000, 2619), (2630, 3999), (4100, 5899), (5910, 5939), (5950, 6389), (6400, 6899),
            (6950, 6959), (6980, 6999), (7300, 7999), (9000, 9999),
        ] },
    ] },
    Plan { calling_code: "49", regions: &["DE"], trunk: "0", numbers: &[
        Numbers { region: "DE", shape: "### ########", digits: 11, beginnings: &[
            (1600, 1609), (1620, 1649), (1680, 1799),
        ] },
        Numbers { region: "DE", shape: "#### #######", digits: 11, beginnings: &[
            (1510, 1529), (1570, 1579), (1590, 1599),
        ] },
        Numbers { region: "DE", shape: "### #######", digits: 10, beginnings: &[
            (1600, 1609), (1620, 1649), (1680, 1799),
        ] },
    ] },
    Plan { calling_code: "91", regions: &["IN"], trunk: "0", numbers: &[
        Numbers { region: "IN", shape: "##### #####", digits: 10, beginnings: &[
            (6000, 6109), (6356, 6411), (6480, 6511), (6870, 7099), (7200, 7311), (7347, 7391),
            (7398, 7511), (7557, 7589), (7658, 7700), (7708, 7879), (7960, 8019), (8080, 8161),
            (8168, 8201), (8248, 8311), (8328, 8361), (8368, 8611), (8668, 8701), (8707, 8771),
            (8788, 8831), (8848, 8912), (8918, 9999),
        ] },
    ] },
    Plan { calling_code: "61", regions: &["AU"], trunk: "0", numbers: &[
        Numbers { region: "AU", shape: "### ### ###", digits: 9, beginnings: &[
            (4000, 4409), (4440, 4449), (4470, 4529), (4540, 4709), (4720, 4791), (4800, 4833),
            (4836, 4953), (4960, 4964), (4970, 4999),
        ] },
        Numbers { region: "AU", shape: "# #### ####", digits: 9, beginnings: &[
            (2000, 2389), (2400, 2410), (2420, 2519), (2530, 2539), (2550, 3459), (3470, 3490),
            (3500, 3599), (3610, 3739), (3750, 3999), (7000, 7289), (7300, 7599), (7700, 7999),
            (8513, 8514), (8550, 8559), (8600, 8689), (8700, 8915), (8918, 8918), (8920, 8999),
        ] },
    ] },
    Plan { calling_code: "81", regions: &["JP"], trunk: "0", numbers: &[
        Numbers { region: "JP", shape: "##-####-####", digits: 10, beginnings: &[
            (7010, 7099), (8010, 8099), (9010, 9099),
        ] },
    ] },
    Plan { calling_code: "34", regions: &["ES"], trunk: "", numbers: &[
        Numbers { region: "ES", shape: "### ## ## ##", digits: 9, beginnings: &[
            (6000, 7499), (7800, 7899), (8030, 8039), (8060, 8079), (8100, 8289), (8300, 8399),
            (8410, 8699), (8710, 8889), (9010, 9029), (9100, 9289), (9300, 9399), (9410, 9699),
            (9710, 9889),
        ] },
    ] },
    Plan { calling_code: "39", regions: &["IT"], trunk: "", numbers: &[
        Numbers { region: "IT", shape: "### ### ####", digits: 10, beginnings: &[
            (3100, 3999),
        ] },
    ] },
];
