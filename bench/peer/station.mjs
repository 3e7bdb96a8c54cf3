// Bundled, as users start it, by bench/peer/bundle.ts, which says what JIESU_STATION is to be; else from its sources.
const program = process.env.JIESU_STATION ?? 'bench/peer/peer-station.ts';
const { openPeerStation } = await import(`${process.env.JIESU_DESK}/${program}`);

export const openStation = openPeerStation;
