using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Kit;

/// <summary>A real nginx with a configuration of a test's own; ignores the test where none is installed.</summary>
internal sealed class NginxProcess : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _process;

    private NginxProcess(string servers, int port)
    {
        // Everything that it writes goes into the folder; it stays in the foreground, and dies with it.
        var configuration = _folder.Write("nginx.conf", $$"""
            daemon off;
            pid {{_folder["nginx.pid"]}};
            error_log stderr notice;
            events { }
            http {
                access_log off;
                client_body_temp_path {{_folder["body"]}};
                proxy_temp_path {{_folder["proxy"]}};
                fastcgi_temp_path {{_folder["fastcgi"]}};
                uwsgi_temp_path {{_folder["uwsgi"]}};
                scgi_temp_path {{_folder["scgi"]}};
            {{servers}}
            }
            """);
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _process = Process.Start(new ProcessStartInfo("nginx", ["-c", configuration, "-e", "stderr"]) { RedirectStandardError = true })!;
    }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="servers">What stands in <c>http</c>, for a port that is free.</param>
    public static NginxProcess Start(Func<int, string> servers)
    {
        var port = FreePort();
        try
        {
            var started = new NginxProcess(servers(port), port);
            started.WaitUntilItListens();
            return started;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("There is no nginx here.");
            throw;
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WaitUntilItListens()
    {
        var said = "";
        while (_process.StandardError.ReadLine() is { } line)
        {
            said += line + "\n";
            if (line.Contains("start worker process ", StringComparison.Ordinal))
            {
                // What it says from here on is nobody's, but must not fill the pipe.
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        Dispose();
        Assert.Fail(said);
    }
}
