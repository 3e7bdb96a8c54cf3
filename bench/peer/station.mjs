const { openPeerStation } = await import(`${process.env.JIESU_DESK}/bench/peer/peer-station.ts`);

export const openStation = openPeerStation;
