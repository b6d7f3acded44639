namespace Akka.Persistence.Sql.Hosting;

public enum TagMode
{
    Csv,
    TagTable,
    Both,
}
