//! The leading eigenvector of a symmetric operator without negative eigenvalues, apart from directions that are known.
//!
//! Lanczos' method with every vector made orthogonal to all before it, begun anew from the best vector so far until what is left
//! over, |A x - λ x|, is as small as asked. It adds in a fixed order and needs only the basic operations and square roots, so the
//! digits are the same on each machine; what it begins with is seeded.

use rand_chacha::rand_core::RngCore;

use super::sample::random;
use super::work::{Stopped, Work};

/// An eigenvalue and its vector of length 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Eigenpair {
    pub(super) value: f64,
    pub(super) vector: Vec<f64>,
}

/// Vectors between two beginnings.
const BASIS: usize = 40;
/// Beginnings after which it is given up.
const BEGINNINGS: usize = 500;

/// The pair of the largest eigenvalue whose vector is orthogonal to those `known`, of length 1 and orthogonal to each other.
///
/// `None` when they span everything, or when |A x - λ x| has not come down to `tolerance`.
pub(super) fn leading(
    size: usize,
    apply: impl Fn(&[f64]) -> Vec<f64>,
    known: &[&[f64]],
    tolerance: f64,
    work: &Work<'_>,
) -> Result<Option<Eigenpair>, Stopped> {
    let most = BASIS.min(size.saturating_sub(known.len()));
    // Another beginning for each pair, since what a vector has of an eigenvalue that is there twice is one direction only.
    let mut vector = any_direction(size, known.len());
    for _ in 0..BEGINNINGS {
        work.check()?;
        let mut basis: Vec<Vec<f64>> = Vec::new();
        let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
        let (mut left, mut scale) = (unit(&mut vector, known, &[], 1.0), 0.0_f64);
        while left.is_some() && basis.len() < most {
            let image = apply(&vector);
            scale = scale.max(dot(&image, &image).sqrt());
            diagonal.push(dot(&image, &vector));
            basis.push(std::mem::replace(&mut vector, image));
            left = unit(&mut vector, known, &basis, scale);
            beside.push(left.unwrap_or(0.0));
            if left.is_none() {
                // The operator leads no further from here: on in another direction.
                vector = any_direction(size, known.len() + basis.len());
                left = unit(&mut vector, known, &basis, 1.0);
            }
        }
        if basis.is_empty() {
            return Ok(None);
        }
        let weights = leading_of_tridiagonal(&diagonal, &beside);
        vector = combined(&basis, &weights);
        if unit(&mut vector, known, &[], 1.0).is_none() {
            return Ok(None);
        }
        let image = apply(&vector);
        let value = dot(&vector, &image);
        let rest: f64 = image.iter().zip(&vector).map(|(a, x)| (a - value * x) * (a - value * x)).sum();
        if rest.sqrt() <= tolerance {
            return Ok(Some(Eigenpair { value, vector }));
        }
    }
    Ok(None)
}

/// A vector that no pattern in the data lies across.
fn any_direction(size: usize, which: usize) -> Vec<f64> {
    let mut stream = random(which as u64, 0);
    (0..size).map(|_| f64::from(stream.next_u32()) / f64::from(u32::MAX) - 0.5).collect()
}

/// Makes a vector orthogonal to `known` and `basis`, then of length 1; its length before that, `None` where nothing is left of
/// it but what rounding leaves of numbers as large as `scale`.
fn unit(vector: &mut [f64], known: &[&[f64]], basis: &[Vec<f64>], scale: f64) -> Option<f64> {
    // Once more for what rounding has left.
    for _ in 0..2 {
        for other in known.iter().copied().chain(basis.iter().map(Vec::as_slice)) {
            let along = dot(vector, other);
            vector.iter_mut().zip(other).for_each(|(value, other)| *value -= along * other);
        }
    }
    let length = dot(vector, vector).sqrt();
    if length <= scale * 1e-13 {
        return None;
    }
    for value in vector {
        *value /= length;
    }
    Some(length)
}

fn combined(basis: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; basis[0].len()];
    for (vector, weight) in basis.iter().zip(weights) {
        sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += weight * value);
    }
    sum
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The leading eigenvector of a symmetric matrix with `diagonal` and `beside` it, by Jacobi's rotations.
fn leading_of_tridiagonal(diagonal: &[f64], beside: &[f64]) -> Vec<f64> {
    let size = diagonal.len();
    let mut matrix = vec![vec![0.0; size]; size];
    let mut vectors = vec![vec![0.0; size]; size];
    for place in 0..size {
        matrix[place][place] = diagonal[place];
        vectors[place][place] = 1.0;
        if place + 1 < size {
            matrix[place][place + 1] = beside[place];
            matrix[place + 1][place] = beside[place];
        }
    }
    // Each sweep squares what is off the diagonal, once it is small: six to eight are enough.
    for _ in 0..30 {
        let mut rotated = false;
        for p in 0..size {
            for q in p + 1..size {
                if matrix[p][q].abs() > 1e-17 {
                    rotate(&mut matrix, &mut vectors, p, q);
                    rotated = true;
                }
            }
        }
        if !rotated {
            break;
        }
    }
    let most = (0..size).max_by(|p, q| matrix[*p][*p].total_cmp(&matrix[*q][*q])).unwrap_or(0);
    vectors.swap_remove(most)
}

/// Turns `matrix` so that the cell at `p`, `q` is 0. Row by row, `vectors` has the eigenvectors so far.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let turn = |one: f64, other: f64| (cosine * one - sine * other, sine * one + cosine * other);
    for row in matrix.iter_mut() {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    for rows in [matrix, vectors] {
        let (above, below) = rows.split_at_mut(q);
        for (one, other) in above[p].iter_mut().zip(&mut below[0]) {
            (*one, *other) = turn(*one, *other);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pair(matrix: &[Vec<f64>], known: &[&[f64]]) -> Option<Eigenpair> {
        let apply = |vector: &[f64]| matrix.iter().map(|row| dot(row, vector)).collect();
        leading(matrix.len(), apply, known, 1e-12, &Work::unwatched()).unwrap()
    }

    /// By hand: 2 1 / 1 2 has the eigenvalues 3, of (1, 1), and 1, of (1, -1).
    #[test]
    fn by_hand() {
        let matrix = [vec![2.0, 1.0], vec![1.0, 2.0]];
        let first = pair(&matrix, &[]).unwrap();
        assert!((first.value - 3.0).abs() < 1e-12 && (first.vector[0] - first.vector[1]).abs() < 1e-12);
        let second = pair(&matrix, &[&first.vector]).unwrap();
        assert!((second.value - 1.0).abs() < 1e-12 && (second.vector[0] + second.vector[1]).abs() < 1e-12);
        assert_eq!(pair(&matrix, &[&first.vector, &second.vector]), None);
    }

    #[test]
    fn an_eigenvalue_that_is_there_twice() {
        let matrix = [vec![3.0, 0.0, 0.0], vec![0.0, 3.0, 0.0], vec![0.0, 0.0, 1.0]];
        let first = pair(&matrix, &[]).unwrap();
        let second = pair(&matrix, &[&first.vector]).unwrap();
        assert!((second.value - 3.0).abs() < 1e-12);
    }

    /// A path of 300 has 2 + 2 cos(pi k / 301), far closer to each other than a basis can tell apart at once.
    #[test]
    fn eigenvalues_that_lie_close() {
        let cell = |row: usize, column: usize| match row.abs_diff(column) {
            0 => 2.0,
            1 => 1.0,
            _ => 0.0,
        };
        let path: Vec<Vec<f64>> = (0..300).map(|row| (0..300).map(|column| cell(row, column)).collect()).collect();
        let first = pair(&path, &[]).unwrap();
        let second = pair(&path, &[&first.vector]).unwrap();
        for (k, found) in [(1.0, &first), (2.0, &second)] {
            let expected = 2.0 + 2.0 * (std::f64::consts::PI * k / 301.0).cos();
            assert!((found.value - expected).abs() < 1e-12, "{} for {expected}", found.value);
        }
    }

    proptest! {
        /// The eigenvalues of B B' add up to the squares of B, and what is found is an eigenvector.
        #[test]
        fn all_pairs_one_after_the_other(cells in prop::collection::vec(-2i8..3, 36), size in 1usize..7) {
            let row = |row: usize| cells[row * 6..(row + 1) * 6].iter().map(|cell| f64::from(*cell)).collect::<Vec<_>>();
            let matrix: Vec<Vec<f64>> =
                (0..size).map(|one| (0..size).map(|other| dot(&row(one), &row(other))).collect()).collect();
            let mut found: Vec<Eigenpair> = Vec::new();
            while let Some(next) = pair(&matrix, &found.iter().map(|pair| &pair.vector[..]).collect::<Vec<_>>()) {
                for (row, value) in matrix.iter().zip(&next.vector) {
                    prop_assert!((dot(row, &next.vector) - next.value * value).abs() < 1e-9);
                }
                prop_assert!(found.last().is_none_or(|last| next.value <= last.value + 1e-9));
                found.push(next);
            }
            prop_assert_eq!(found.len(), size);
            let trace: f64 = (0..size).map(|place| matrix[place][place]).sum();
            prop_assert!((found.iter().map(|pair| pair.value).sum::<f64>() - trace).abs() < 1e-9);
        }
    }
}
