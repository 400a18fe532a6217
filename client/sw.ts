/** The companion's service worker. */
export {};
