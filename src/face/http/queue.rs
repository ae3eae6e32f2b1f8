//! Who is worked for next: clients take turns, and the requests of one client keep their order.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// How many may be in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capacity {
    pub(super) running: usize,
    pub(super) waiting: usize,
    pub(super) client_running: usize,
    pub(super) client_waiting: usize,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// Too many of this client's wait.
    Client,
    /// Too many wait.
    Server,
    /// The server shuts down.
    Closed,
}

/// Those who run, and those who wait.
#[derive(Debug)]
pub(super) struct Queue {
    capacity: Capacity,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    running: usize,
    waiting: usize,
    closed: bool,
    /// Counts who came and who was served.
    clock: u64,
    clients: HashMap<String, Client>,
    /// How long a piece of work took of late.
    span: Option<Duration>,
}

#[derive(Debug, Default)]
struct Client {
    running: usize,
    /// When it was last its turn; 0 if it was not yet.
    served: u64,
    waiting: VecDeque<(u64, oneshot::Sender<Place>)>,
}

/// A place among those who run, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    queue: Arc<Queue>,
    whom: String,
    begun: Instant,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.queue.leave(&self.whom, self.begun.elapsed());
    }
}

/// Gives up its place among those who wait when it is dropped.
struct Ticket<'q> {
    queue: &'q Queue,
    whom: &'q str,
    number: u64,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut inside = self.queue.inside();
        let Some(client) = inside.clients.get_mut(self.whom) else { return };
        let before = client.waiting.len();
        client.waiting.retain(|(number, _)| *number != self.number);
        let gone = before - client.waiting.len();
        inside.waiting -= gone;
        inside.tidy(self.whom);
    }
}

impl Queue {
    pub(super) fn new(capacity: Capacity) -> Arc<Self> {
        Arc::new(Self { capacity, inside: Mutex::default() })
    }

    /// Waits for a place; the wait ends when this is no longer asked.
    pub(super) async fn enter(self: &Arc<Self>, whom: &str) -> Result<Place, Full> {
        let (number, place) = {
            let mut inside = self.inside();
            if inside.closed {
                return Err(Full::Closed);
            }
            if inside.starts(whom, &self.capacity) {
                return Ok(self.place(whom));
            }
            let all = inside.waiting;
            let client = inside.clients.entry(whom.to_owned()).or_default();
            if client.waiting.len() >= self.capacity.client_waiting || all >= self.capacity.waiting {
                let own = client.waiting.len() >= self.capacity.client_waiting;
                inside.tidy(whom);
                return Err(if own { Full::Client } else { Full::Server });
            }
            inside.wait(whom)
        };
        let _ticket = Ticket { queue: self, whom, number };
        place.await.map_err(|_| Full::Closed)
    }

    /// A place, if there is one without waiting.
    pub(super) fn enter_now(self: &Arc<Self>, whom: &str) -> Option<Place> {
        let mut inside = self.inside();
        (!inside.closed && inside.starts(whom, &self.capacity)).then(|| self.place(whom))
    }

    /// How many run, and how many wait.
    pub(super) fn counts(&self) -> (usize, usize) {
        let inside = self.inside();
        (inside.running, inside.waiting)
    }

    /// In how long a place is likely to be free for one who comes now: by how long work took of late, or takes already, and by how many
    /// wait. From a second to `longest`.
    pub(super) fn likely_wait(&self, running_for: impl IntoIterator<Item = Duration>, longest: Duration) -> Duration {
        let inside = self.inside();
        let oldest = running_for.into_iter().max().unwrap_or_default();
        let span = inside.span.unwrap_or_default().max(oldest);
        let rounds = u32::try_from(inside.waiting / self.capacity.running + 1).unwrap_or(u32::MAX);
        span.saturating_mul(rounds).min(longest).max(Duration::from_secs(1))
    }

    /// Whether nobody is let in any more.
    pub(super) fn is_closed(&self) -> bool {
        self.inside().closed
    }

    /// Sends all away who wait, and all who come.
    pub(super) fn close(&self) {
        let mut inside = self.inside();
        inside.closed = true;
        inside.waiting = 0;
        for client in inside.clients.values_mut() {
            client.waiting.clear();
        }
    }

    fn place(self: &Arc<Self>, whom: &str) -> Place {
        Place { queue: Arc::clone(self), whom: whom.to_owned(), begun: Instant::now() }
    }

    fn leave(self: &Arc<Self>, whom: &str, took: Duration) {
        let given = {
            let mut inside = self.inside();
            inside.running -= 1;
            // The newest weighs an eighth.
            inside.span = Some(inside.span.map_or(took, |span| (span * 7 + took) / 8));
            if let Some(client) = inside.clients.get_mut(whom) {
                client.running -= 1;
            }
            inside.tidy(whom);
            let mut given = Vec::new();
            while inside.running < self.capacity.running
                && let Some((whom, sender)) = inside.next(self.capacity.client_running)
            {
                given.push((sender, self.place(&whom)));
            }
            given
        };
        for (sender, place) in given {
            // Who went away meanwhile leaves the place to the next.
            drop(sender.send(place));
        }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn wait(&mut self, whom: &str) -> (u64, oneshot::Receiver<Place>) {
        let (sender, place) = oneshot::channel();
        self.clock += 1;
        self.waiting += 1;
        self.clients.entry(whom.to_owned()).or_default().waiting.push_back((self.clock, sender));
        (self.clock, place)
    }

    /// Starts a piece of work for `whom` if there is room.
    fn starts(&mut self, whom: &str, capacity: &Capacity) -> bool {
        let has_room = self.running < capacity.running;
        let starts = has_room && self.clients.entry(whom.to_owned()).or_default().running < capacity.client_running;
        if starts {
            self.start(whom);
        }
        starts
    }

    fn start(&mut self, whom: &str) {
        self.clock += 1;
        self.running += 1;
        if let Some(client) = self.clients.get_mut(whom) {
            client.running += 1;
            client.served = self.clock;
        }
    }

    /// The first of the client whose turn it is: of those for whom least is done now the one that has waited longest for its turn.
    fn next(&mut self, client_running: usize) -> Option<(String, oneshot::Sender<Place>)> {
        let may = self.clients.iter_mut().filter(|(_, client)| client.running < client_running);
        let turn = |(whom, client): (&String, &mut Client)| {
            let (number, _) = client.waiting.front()?;
            Some(((client.running, client.served, *number), whom.clone()))
        };
        let (_, whom) = may.filter_map(turn).min()?;
        let (_, sender) = self.clients.get_mut(&whom)?.waiting.pop_front()?;
        self.waiting -= 1;
        self.start(&whom);
        Some((whom, sender))
    }

    /// Forgets what is no longer needed of a client.
    fn tidy(&mut self, whom: &str) {
        let Some(client) = self.clients.get(whom) else { return };
        if client.waiting.is_empty() && client.running == 0 {
            self.clients.remove(whom);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    const FOUR: Capacity = Capacity { running: 1, waiting: 100, client_running: 1, client_waiting: 60 };

    type Waiting<'q> = Pin<Box<dyn Future<Output = Result<Place, Full>> + 'q>>;

    fn poll(waiting: &mut Waiting<'_>) -> Option<Result<Place, Full>> {
        match waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(place) => Some(place),
            Poll::Pending => None,
        }
    }

    fn enter<'q>(queue: &'q Arc<Queue>, whom: &'q str) -> Waiting<'q> {
        let mut waiting: Waiting<'q> = Box::pin(queue.enter(whom));
        assert!(poll(&mut waiting).is_none(), "{whom} has to wait");
        waiting
    }

    fn at_once(queue: &Arc<Queue>, whom: &str) -> Result<Place, Full> {
        match pin!(queue.enter(whom)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(place) => place,
            Poll::Pending => panic!("{whom} has to wait"),
        }
    }

    #[test]
    fn clients_take_turns_and_each_keeps_its_order() {
        let queue = Queue::new(FOUR);
        let mut place = Some(at_once(&queue, "a").unwrap());
        let mut waiting: Vec<_> = (0..50).map(|number| ("a", number, enter(&queue, "a"))).collect();
        waiting.extend((0..2).map(|number| ("b", number, enter(&queue, "b"))));
        let mut order = Vec::new();
        while !waiting.is_empty() {
            drop(place.take());
            let (at, given) = (0..waiting.len()).find_map(|at| Some((at, poll(&mut waiting[at].2)?))).unwrap();
            place = Some(given.unwrap());
            let (whom, number, _) = waiting.remove(at);
            order.push((whom, number));
        }
        // The first place was the first client's turn already.
        assert_eq!(order[..5], [("b", 0), ("a", 0), ("b", 1), ("a", 1), ("a", 2)]);
        assert!(order[4..].iter().zip(2..).all(|(turn, number)| *turn == ("a", number)), "{order:?}");
        drop(place);
        assert_eq!(queue.counts(), (0, 0));
        assert!(queue.inside().clients.is_empty(), "nothing is kept of who has gone");
    }

    #[test]
    fn nobody_takes_more_than_a_share() {
        let queue = Queue::new(Capacity { running: 3, client_running: 2, ..FOUR });
        let (_one, _two) = (at_once(&queue, "a").unwrap(), at_once(&queue, "a").unwrap());
        let mut third = enter(&queue, "a");
        let other = at_once(&queue, "b").unwrap();
        drop(other);
        assert!(poll(&mut third).is_none(), "a place is free, but not for this client");
        assert_eq!(queue.counts(), (2, 1));
    }

    #[test]
    fn who_is_refused_and_why() {
        let queue = Queue::new(Capacity { waiting: 3, client_waiting: 2, ..FOUR });
        let place = at_once(&queue, "a").unwrap();
        let waiting = [enter(&queue, "a"), enter(&queue, "a")];
        assert_eq!(at_once(&queue, "a").unwrap_err(), Full::Client);
        let other = enter(&queue, "b");
        assert_eq!(at_once(&queue, "c").unwrap_err(), Full::Server);
        drop(waiting);
        assert_eq!(queue.counts(), (1, 1), "who goes away makes room");
        let mut third = enter(&queue, "c");
        queue.close();
        assert_eq!(poll(&mut third).unwrap().unwrap_err(), Full::Closed);
        assert_eq!(at_once(&queue, "d").unwrap_err(), Full::Closed);
        drop((other, place));
        assert_eq!(queue.counts(), (0, 0));
    }

    #[test]
    fn a_place_that_nobody_waits_for_goes_to_the_next() {
        let queue = Queue::new(FOUR);
        let place = at_once(&queue, "a").unwrap();
        let (gone, mut next) = (enter(&queue, "a"), enter(&queue, "b"));
        drop(place);
        // It was given the place, and is dropped before it took it.
        drop(gone);
        assert!(poll(&mut next).is_some_and(|place| place.is_ok()));
    }

    #[test]
    fn the_likely_wait() {
        let queue = Queue::new(FOUR);
        let longest = Duration::from_secs(60);
        assert_eq!(queue.likely_wait([], longest), Duration::from_secs(1));
        let _place = at_once(&queue, "a").unwrap();
        let _waiting: Vec<_> = (0..4).map(|_| enter(&queue, "a")).collect();
        assert_eq!(queue.likely_wait([Duration::from_secs(3)], longest), Duration::from_secs(15));
        assert_eq!(queue.likely_wait([Duration::from_secs(50)], longest), longest);
    }
}
