//! How many bytes a thread holds, so that a query can be held to a limit of memory.
//!
//! Rust tells nobody what has been allocated, so a program that wants [`max_memory`](crate::sparql::QueryOptions::max_memory) installs
//! [`Counting`] as its allocator, as the `milieu` command does:
//!
//! ```
//! use milieu::memory::{self, Counting};
//!
//! #[global_allocator]
//! static ALLOCATOR: Counting = Counting::system();
//!
//! fn main() {
//!     assert!(memory::is_counted());
//!     let before = memory::live_bytes();
//!     let text = vec![0_u8; 1000];
//!     assert_eq!(memory::live_bytes() - before, 1000);
//!     drop(text);
//!     assert_eq!(memory::live_bytes(), before);
//! }
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

thread_local! {
    // Without a destructor, so that it can be touched at any time in a thread's life, and by the allocator itself.
    static LIVE: Cell<isize> = const { Cell::new(0) };
}

/// An allocator that counts, for each thread, the bytes that it holds. It costs an addition for each allocation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counting<A = System>(A);

impl Counting {
    /// Counts what the system's allocator gives.
    pub const fn system() -> Self {
        Self(System)
    }
}

impl<A> Counting<A> {
    /// Counts what `inner` gives.
    ///
    /// ```
    /// use milieu::memory::Counting;
    /// #[global_allocator]
    /// static ALLOCATOR: Counting<std::alloc::System> = Counting::new(std::alloc::System);
    /// # fn main() { assert!(milieu::memory::is_counted()); }
    /// ```
    pub const fn new(inner: A) -> Self {
        Self(inner)
    }
}

/// The bytes that this thread allocated and has not freed. Below zero when it frees what other threads allocated; 0 forever without
/// [`Counting`].
pub fn live_bytes() -> isize {
    LIVE.get()
}

/// Notes that this thread gives away `bytes` which it holds: another will free them.
#[cfg(feature = "http")]
pub(crate) fn give_away(bytes: usize) {
    if is_counted() {
        LIVE.set(LIVE.get().wrapping_sub(count(bytes)));
    }
}

/// Whether this program's allocator is a [`Counting`].
///
/// ```
/// assert!(!milieu::memory::is_counted(), "this program did not install one");
/// ```
pub fn is_counted() -> bool {
    let before = live_bytes();
    let probe = black_box(Box::new(0_u64));
    let counted = live_bytes() != before;
    drop(probe);
    counted
}

/// No object is larger than `isize::MAX`, so nothing is lost.
fn count(bytes: usize) -> isize {
    bytes.cast_signed()
}

#[expect(unsafe_code, reason = "an allocator cannot be written otherwise; each call is handed on as it came")]
// SAFETY: memory is the inner allocator's alone. Counting neither allocates nor unwinds, nor does it touch what was allocated.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Counting<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let given = unsafe { self.0.alloc(layout) };
        if !given.is_null() {
            LIVE.set(LIVE.get().wrapping_add(count(layout.size())));
        }
        given
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let given = unsafe { self.0.alloc_zeroed(layout) };
        if !given.is_null() {
            LIVE.set(LIVE.get().wrapping_add(count(layout.size())));
        }
        given
    }

    unsafe fn dealloc(&self, taken: *mut u8, layout: Layout) {
        unsafe { self.0.dealloc(taken, layout) };
        LIVE.set(LIVE.get().wrapping_sub(count(layout.size())));
    }

    unsafe fn realloc(&self, taken: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let given = unsafe { self.0.realloc(taken, layout, size) };
        if !given.is_null() {
            LIVE.set(LIVE.get().wrapping_add(count(size)).wrapping_sub(count(layout.size())));
        }
        given
    }
}
