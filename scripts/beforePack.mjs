// electron-builder calls this before it packs an app, which then carries its notices and its bill of materials.
import { writeSbom } from './sbom.mjs';

export const beforePack = () => writeSbom();
