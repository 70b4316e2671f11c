/** A folder that holds nothing but this file, for builds that need no file. Docker's builders ask for a folder all the same. */

export const noFiles = __dirname;
