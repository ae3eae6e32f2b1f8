//! How many tokens that nobody knows one client may try.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

/// How many wrong ones in a row are looked at.
const BURST: f64 = 10.0;
/// How many more each second.
const A_SECOND: f64 = 0.5;
/// How many clients are told apart; those beyond them share one allowance.
const MOST_CLIENTS: usize = 10_000;

/// What each client may still try.
#[derive(Default)]
pub(super) struct Throttle {
    clients: FxHashMap<Option<IpAddr>, Allowance>,
}

#[derive(Clone, Copy)]
struct Allowance {
    left: f64,
    since: Instant,
}

impl Allowance {
    fn at(self, now: Instant) -> f64 {
        (self.left + A_SECOND * now.saturating_duration_since(self.since).as_secs_f64()).min(BURST)
    }
}

impl Throttle {
    /// Takes one try from the allowance of `client`, or says how long it has to wait for one.
    pub(super) fn take(&mut self, client: Option<IpAddr>, now: Instant) -> Result<(), Duration> {
        let client = client.map(network);
        let client = if self.has_room_for(client, now) { client } else { None };
        let allowance = self.clients.entry(client).or_insert(Allowance { left: BURST, since: now });
        let left = allowance.at(now);
        if left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - left) / A_SECOND));
        }
        *allowance = Allowance { left: left - 1.0, since: now };
        Ok(())
    }

    /// Gives a try back: the token was a right one.
    pub(super) fn give_back(&mut self, client: Option<IpAddr>) {
        if let Some(allowance) = self.clients.get_mut(&client.map(network)) {
            allowance.left = (allowance.left + 1.0).min(BURST);
        }
    }

    fn has_room_for(&mut self, client: Option<IpAddr>, now: Instant) -> bool {
        if self.clients.len() < MOST_CLIENTS || self.clients.contains_key(&client) {
            return true;
        }
        self.clients.retain(|_, allowance| allowance.at(now) < BURST);
        self.clients.len() < MOST_CLIENTS
    }
}

/// One who has an address of IPv6 has as a rule a network of 64 bits of them.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_runs_out_of_tries_alone_and_gets_them_back() {
        let mut throttle = Throttle::default();
        let now = Instant::now();
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|address| address.parse().ok());
        let tries = (0..100).filter(|_| throttle.take(one, now).is_ok()).count();
        assert_eq!(tries, 10);
        assert_eq!(throttle.take(one, now), Err(Duration::from_secs(2)));
        assert_eq!(throttle.take(other, now), Ok(()), "others are not held up");
        assert_eq!(throttle.take(one, now + Duration::from_secs(2)), Ok(()));
        assert!(throttle.take(one, now + Duration::from_secs(2)).is_err());
        throttle.give_back(one);
        assert_eq!(throttle.take(one, now + Duration::from_secs(2)), Ok(()));
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let mut throttle = Throttle::default();
        let now = Instant::now();
        let tries = (0..100_u128).filter(|host| {
            let address = IpAddr::V6((0x2001_0db8_u128 << 96 | host).into());
            throttle.take(Some(address), now).is_ok()
        });
        assert_eq!(tries.count(), 10);
    }

    #[test]
    fn memory_is_bounded_whoever_comes() {
        let mut throttle = Throttle::default();
        let now = Instant::now();
        for address in 0..30_000_u32 {
            let _ = throttle.take(Some(IpAddr::V4(address.into())), now);
        }
        assert!(throttle.clients.len() <= MOST_CLIENTS + 1);
        let much_later = now + Duration::from_secs(60);
        assert_eq!(throttle.take(Some(IpAddr::V4(40_000.into())), much_later), Ok(()));
        assert!(throttle.clients.len() <= 2, "those who waited are forgotten: {}", throttle.clients.len());
    }
}
