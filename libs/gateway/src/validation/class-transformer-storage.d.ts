/** class-transformer gives no types for this file; it is where @Type() is remembered. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: new () => object, property: string): { typeFunction(): unknown } | undefined;
  };
}
