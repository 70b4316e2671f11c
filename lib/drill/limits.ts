/** How long a drill may take, for the command and for the component alike. */

/** Clouds give two minutes at most; more time to look at what happens does no harm. */
export const LONGEST_NOTICE_SECONDS = 3600;

export const LONGEST_RECOVERY_SECONDS = 24 * 3600;

/** A node comes within two minutes where there is stock, and an executor with it. */
export const USUAL_RECOVERY_SECONDS = 600;
