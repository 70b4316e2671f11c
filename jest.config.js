/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  setupFiles: ["<rootDir>/test/property-seed.ts"],
  moduleNameMapper: {
    "^spark-platform$": "<rootDir>/lib/index.ts",
    "^spark-platform/aws$": "<rootDir>/lib/clusters/aws/index.ts",
    "^spark-platform/azure$": "<rootDir>/lib/clusters/azure/index.ts",
    "^spark-platform/gcp$": "<rootDir>/lib/clusters/gcp/index.ts",
    "^spark-platform/images$": "<rootDir>/lib/images/index.ts",
    "^spark-platform/testing$": "<rootDir>/lib/testing/index.ts",
  },
};

module.exports = {
  watchman: false,
  // Clouds' SDKs stay in the memory of a worker until it ends.
  workerIdleMemoryLimit: "2GB",
  // A test waits for what it tests, however busy the machine is.
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/test/e2e/", "/node_modules/"],
    },
    { ...shared, displayName: "e2e", testMatch: ["<rootDir>/test/e2e/**/*.test.ts"] },
  ],
  collectCoverageFrom: ["lib/**/*.ts"],
};
