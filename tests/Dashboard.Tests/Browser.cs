using Microsoft.Playwright;
using Xunit;

namespace Akka.Events.Dashboard.Tests;

/// <summary>Debian's Chromium, once for all tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string? Chromium = new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
        .FirstOrDefault(path => path is not null && File.Exists(path));

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page of its own; skips the calling test (a SkippableFact) where there is no Chromium.</summary>
    public async Task<IPage> NewPage(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 1000)
    {
        Skip.If(_browser is null, "no Chromium was found: apt install chromium, or name one with CHROMIUM");
        return await _browser!.NewPageAsync(new BrowserNewPageOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = height } });
    }

    public async Task InitializeAsync()
    {
        if (Chromium is null) return;
        _playwright = await Playwright.CreateAsync();
        // Root has no sandbox.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
