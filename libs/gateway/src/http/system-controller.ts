import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Health } from '../health.js';
import type { Documentation } from '../openapi/documentation.js';
import { sendBody } from './answering.js';

/** What the routes that need no token show. */
export interface SystemServices {
  /** Loads the pages with the first request to one. */
  readonly documentation: () => Promise<Documentation>;
  readonly metrics: { readonly mediaType: string; text(): Promise<string> };
  readonly health: () => Promise<Health>;
}

/** Where Nest's container has the SystemServices. */
export const SYSTEM_SERVICES = Symbol('docket.SystemServices');

/** What is the same for everybody may be kept, and is asked for again all the same: an upgrade changes it. */
const PUBLIC = 'no-cache';

const sendPage = (reply: FastifyReply, html: string): void => {
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    .send(html);
};

const wantsHtml = (request: FastifyRequest): boolean => request.headers.accept?.includes('text/html') ?? false;

const POLLED = { polled: true };

/** For people, tools, orchestrators and Prometheus. */
@Controller()
export class SystemController {
  constructor(@Inject(SYSTEM_SERVICES) private readonly services: SystemServices) {}

  @Get()
  async start(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const documentation = await this.services.documentation();
    if (wantsHtml(request)) sendPage(reply, documentation.startPage(await this.services.health()));
    else sendBody(reply, 200, documentation.about);
  }

  @Get('docs')
  async docs(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const documentation = await this.services.documentation();
    reply.header('cache-control', PUBLIC);
    sendPage(reply, documentation.page(`${request.protocol}://${request.host}`));
  }

  @Get('docs/openapi.json')
  async openApi(@Res() reply: FastifyReply): Promise<void> {
    const documentation = await this.services.documentation();
    reply.header('cache-control', PUBLIC);
    sendBody(reply, 200, documentation.openApi());
  }

  @Get('health/live')
  @RouteConfig(POLLED)
  live(@Res() reply: FastifyReply): void {
    sendBody(reply, 200, { live: true });
  }

  @Get(['health', 'health/ready'])
  @RouteConfig(POLLED)
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const health = await this.services.health();
    sendBody(reply, health.ready ? 200 : 503, health);
  }

  @Get('metrics')
  @RouteConfig(POLLED)
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const { metrics } = this.services;
    reply.header('content-type', metrics.mediaType).send(await metrics.text());
  }
}

/** Its routes, for whoever must know all of them. */
export const SYSTEM_ROUTES = ['/', '/docs', '/docs/openapi.json', '/health', '/health/live', '/health/ready', '/metrics'].map((path) => ({
  method: 'GET',
  path,
}));
