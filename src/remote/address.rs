//! Which addresses are not of the public network (IANA's registries of special-purpose addresses, RFC 6890 and its successors).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What `address` is, if it is not a public one.
pub(super) fn what(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => of_v4(address),
        IpAddr::V6(address) => of_v6(address),
    }
}

fn of_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, d] = address.octets();
    Some(match (a, b, c, d) {
        (0, ..) => "an address of \"this network\"",
        (127, ..) => "a loopback address",
        (10, ..) | (172, 16..=31, ..) | (192, 168, ..) => "a private address",
        (169, 254, ..) => "a link-local address, where clouds keep a machine's secrets",
        (192, 0, 2, _) | (198, 51, 100, _) | (203, 0, 113, _) => "an address for documentation",
        (192, 0, 0, _) | (192, 31, 196, _) | (192, 52, 193, _) | (192, 88, 99, _) | (192, 175, 48, _) => {
            "an address for protocols"
        }
        (198, 18..=19, ..) => "an address for benchmarks",
        (168, 63, 129, 16) | (100, 100, 100, 200) => "an address where clouds keep a machine's secrets",
        (100, 64..=127, ..) => "an address behind a provider's translation",
        (224..=239, ..) => "a multicast address",
        (240.., ..) => "a reserved address",
        _ => return None,
    })
}

fn of_v6(address: Ipv6Addr) -> Option<&'static str> {
    let segments = address.segments();
    let last = || of_v4(Ipv4Addr::from(u32::from(segments[6]) << 16 | u32::from(segments[7])));
    let within = |high: u16, low: u16| of_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("the unspecified address"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("a loopback address"),
        // One of IPv4 in other clothes is what that is, and never an address that somebody has to use.
        [0, 0, 0, 0, 0, 0xffff, ..] => Some(last().unwrap_or("an address of IPv4 written as one of IPv6")),
        [0, 0, 0, 0, 0, 0, ..] | [0, 0, 0, 0, 0xffff, 0, ..] => {
            Some(last().unwrap_or("an address of IPv4 written as one of IPv6"))
        }
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => last(),
        [0x64, 0xff9b, 1, ..] => Some("an address of a local translation"),
        [0x2002, high, low, ..] => Some(within(high, low).unwrap_or("a 6to4 address")),
        [0x2001, 0, ..] => Some("a Teredo address"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => Some("an address for documentation"),
        [0x2001, 0..=0x01ff, ..] => Some("an address for protocols"),
        [0x0100, 0, 0, 0, ..] => Some("an address where everything is discarded"),
        [0xfd00, 0x0ec2, ..] => Some("an address where clouds keep a machine's secrets"),
        [0xfc00..=0xfdff, ..] => Some("a private address"),
        [0xfe80..=0xfebf, ..] => Some("a link-local address"),
        [0xfec0..=0xfeff, ..] => Some("a site-local address"),
        [0xff00..=0xffff, ..] => Some("a multicast address"),
        [0x5f00, ..] => Some("an address for protocols"),
        // Beyond these nothing is given to anybody.
        [0x2000..=0x3fff, ..] => None,
        _ => Some("a reserved address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public_and_what_is_not() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.216.34",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::808:808",
        ] {
            assert_eq!(what(public.parse().unwrap()), None, "{public}");
        }
        for (other, part) in [
            ("0.0.0.0", "this network"),
            ("127.0.0.1", "loopback"),
            ("127.255.255.254", "loopback"),
            ("10.1.2.3", "private"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.168.1.1", "private"),
            ("169.254.169.254", "clouds"),
            ("168.63.129.16", "clouds"),
            ("100.64.0.1", "translation"),
            ("100.100.100.200", "clouds"),
            ("192.0.2.1", "documentation"),
            ("198.18.0.1", "benchmarks"),
            ("224.0.0.1", "multicast"),
            ("255.255.255.255", "reserved"),
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:8.8.8.8", "IPv4"),
            ("::127.0.0.1", "loopback"),
            ("::ffff:0:10.0.0.1", "private"),
            ("64:ff9b::a9fe:a9fe", "clouds"),
            ("64:ff9b:1::1", "translation"),
            ("2002:7f00:1::", "loopback"),
            ("2002:808:808::", "6to4"),
            ("2001::1", "Teredo"),
            ("2001:db8::1", "documentation"),
            ("fd00:ec2::254", "clouds"),
            ("fc00::1", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "site-local"),
            ("ff02::1", "multicast"),
            ("4000::1", "reserved"),
        ] {
            assert!(what(other.parse().unwrap()).is_some_and(|what| what.contains(part)), "{other}");
        }
    }
}
