//! Random networks that have something in common with a network.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashSet;

use super::super::network::{Direction, Network, Tie, number};
use super::super::sample::random;
use super::super::work::{Stopped, Work};
use super::Alike;

/// How often ends are exchanged, by tie.
const EXCHANGES: usize = 10;

/// How much is done between two looks at whether to stop.
const LOOK: usize = 1 << 16;

type Pair = (u32, u32);

fn pair(one: u32, other: u32) -> Pair {
    (one.min(other), one.max(other))
}

/// An undirected network with ties of weight 1.
pub(super) fn alike(
    network: &Network,
    alike: Alike,
    seed: u64,
    stream: u64,
    work: &Work<'_>,
) -> Result<Network, Stopped> {
    let mut rng = random(seed, stream);
    let pairs = match alike {
        Alike::Degrees => exchanged(network, &mut rng, work)?,
        Alike::Ties => drawn(network.nodes(), network.ties(), &mut rng, work)?,
    };
    let ties: Vec<Tie> = pairs.into_iter().map(|(one, other)| (one, other, 1.0)).collect();
    Ok(Network::of_checked(network.nodes(), &ties, Direction::Undirected))
}

/// Two ties at a time exchange an end, unless that would make a self-tie or a tie that is there.
fn exchanged(network: &Network, rng: &mut ChaCha8Rng, work: &Work<'_>) -> Result<Vec<Pair>, Stopped> {
    let mut pairs: Vec<Pair> = network.all_ties().map(|(one, other, _)| (one, other)).collect();
    let mut there: FxHashSet<Pair> = pairs.iter().copied().collect();
    for exchange in 0..pairs.len() * EXCHANGES {
        if exchange % LOOK == 0 {
            work.check()?;
        }
        let (first, second) = (rng.random_range(0..pairs.len()), rng.random_range(0..pairs.len()));
        let ((a, b), (c, d)) = (pairs[first], pairs[second]);
        let (c, d) = if rng.random() { (c, d) } else { (d, c) };
        let (one, other) = (pair(a, d), pair(c, b));
        if a == d || c == b || one == other || there.contains(&one) || there.contains(&other) {
            continue;
        }
        there.remove(&pairs[first]);
        there.remove(&pairs[second]);
        there.extend([one, other]);
        (pairs[first], pairs[second]) = (one, other);
    }
    Ok(pairs)
}

/// So many different pairs of nodes.
fn drawn(nodes: usize, ties: usize, rng: &mut ChaCha8Rng, work: &Work<'_>) -> Result<Vec<Pair>, Stopped> {
    let all = nodes * nodes.saturating_sub(1) / 2;
    // Of a dense network the pairs that are not tied are drawn.
    let few = ties.min(all - ties);
    let mut there: FxHashSet<Pair> = FxHashSet::default();
    let mut draws = 0;
    while there.len() < few {
        if draws % LOOK == 0 {
            work.check()?;
        }
        draws += 1;
        let (one, other) = (rng.random_range(0..number(nodes)), rng.random_range(0..number(nodes)));
        if one != other {
            there.insert(pair(one, other));
        }
    }
    if few == ties {
        return Ok(there.into_iter().collect());
    }
    let pairs = (0..number(nodes)).flat_map(|other| (0..other).map(move |one| (one, other)));
    Ok(pairs.filter(|pair| !there.contains(pair)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::network::tests::some_ties;
    use super::*;

    proptest! {
        #[test]
        fn what_is_alike_is_alike(ties in some_ties(), seed: u64) {
            let network = Network::of(12, &ties, Direction::Undirected).unwrap();
            let of = |what| alike(&network, what, seed, 3, &Work::unwatched()).unwrap();
            let degrees = |network: &Network| network.numbers().map(|node| network.outgoing(node).len()).collect::<Vec<_>>();
            let exchanged = of(Alike::Degrees);
            prop_assert_eq!(degrees(&exchanged), degrees(&network));
            prop_assert_eq!((exchanged.ties(), of(Alike::Ties).ties()), (network.ties(), network.ties()));
            prop_assert_eq!(of(Alike::Ties).left_out().parallel_ties, 0);
            prop_assert_eq!(of(Alike::Degrees), exchanged);
        }
    }

    /// A ring of 100 is not a ring for long, and one tie in 33 is where it was if ties are drawn.
    #[test]
    fn it_is_another() {
        let ring: Vec<Tie> = (0..100).map(|node| (node, (node + 1) % 100, 1.0)).collect();
        let network = Network::of(100, &ring, Direction::Undirected).unwrap();
        for what in [Alike::Degrees, Alike::Ties] {
            let other = alike(&network, what, 1, 0, &Work::unwatched()).unwrap();
            let kept = other.all_ties().filter(|(one, other, _)| network.has_tie(*one, *other)).count();
            assert!(kept < 20, "{kept} of 100 ties are as they were");
        }
    }
}
