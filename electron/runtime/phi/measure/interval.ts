/** A share with the bounds between which the true one lies with 95 % confidence. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % of the standard normal distribution. */
const Z = 1.959964;

/**
 * Wilson's score interval for a proportion (E. B. Wilson, Probable Inference, the Law of Succession, and
 * Statistical Inference, Journal of the American Statistical Association 22, 1927). It stays honest at
 * shares near 1, where the plain normal interval has no width.
 *
 * @param hits of `total`; nothing tried gives the share 0 between 0 and 1
 */
export function wilson(hits: number, total: number): Share {
  if (total === 0) return { share: 0, low: 0, high: 1 };
  const share = hits / total;
  const square = Z * Z;
  const middle = share + square / (2 * total);
  const half = Z * Math.sqrt((share * (1 - share)) / total + square / (4 * total * total));
  const scale = 1 + square / total;
  return {
    share,
    low: Math.max(0, (middle - half) / scale),
    high: Math.min(1, (middle + half) / scale),
  };
}
