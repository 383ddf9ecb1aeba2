import { expect, expectAccessible, test } from './fixtures';

test('an administrator finds the description of the API', async ({ page, muster }) => {
  await page.goto(`${muster.url}/admin/clients`);
  await page.getByRole('link', { name: 'API description' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The API of Muster');
});

for (const [scheme, width] of [
  ['light', 1280],
  ['dark', 360],
] as const) {
  test(`the description of the API is read without scripts, ${scheme}, ${width} wide`, async ({ page, muster }) => {
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${muster.url}/api/docs`);
    const operation = page.locator('details').filter({ hasText: '/contacts/merge' });
    await operation.locator('summary').click();
    await expect(operation.getByText('externalContacts:identity:merge')).toBeVisible();
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await operation.getByRole('link', { name: 'MergeRequest' }).click();
    await expect(page.locator('#schema-MergeRequest')).toBeInViewport();
    expect(refused).toEqual([]);
  });
}
