# syntax=docker/dockerfile:1

# Builds the program with what it takes to build it, and leaves that behind.
FROM node:24-bookworm AS build
WORKDIR /docket
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY tsconfig.json nest-cli.json .swcrc ./
COPY apps apps
COPY libs libs
# The build's own packages stand in `dependencies`, for `npm start` builds too: the image starts what is built, and needs none of them.
RUN npx nest build docket \
  && npm pkg delete dependencies.@nestjs/cli dependencies.@swc/cli dependencies.@swc/core dependencies.typescript \
  && npm prune --omit=dev --no-audit --no-fund \
  && find dist -name '*.map' -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /docket
RUN install -d -o node -g node -m 700 /data
COPY LICENSE NOTICE ./
COPY --from=build /docket/package.json ./
COPY --from=build /docket/node_modules node_modules
COPY --from=build /docket/dist dist
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# Alive, not ready: who waits for a server that is away must not be restarted for it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The option: as in npm start.
ENTRYPOINT ["node", "--max-semi-space-size=32", "dist/apps/docket/src/main.js"]
CMD ["serve"]
